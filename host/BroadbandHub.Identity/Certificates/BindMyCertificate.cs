using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.SecurityKeys;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Certificates;

/// <summary>
/// Binds the certificate that the person's own browser has just shown. Not one from a file: certificates are public, and whoever bound somebody else's would have that person at work in a
/// stranger's account.
/// </summary>
internal static class BindMyCertificate
{
    /// <param name="Answer">What the port of the certificates sent back.</param>
    /// <param name="Name">What the owner calls it.</param>
    internal sealed record Body(string? Answer, string? Name);

    internal sealed record Bound(Guid Id, string Name);

    internal sealed class Handler(
        IdentityDb db, CurrentUser user, KeyRules rules, FreshSignIn fresh, CertificateSettings settings, CertificateQuestions questions, CertificateBook certificates, IUnitOfWork unitOfWork, TimeProvider clock)
    {
        /// <summary>Where to send the browser.</summary>
        public async Task<Outcome<string>> AskAsync(HttpContext context)
        {
            var (person, refused) = await FindAsync(context.RequestAborted);
            return person is null ? refused! : questions.Ask(context, CertificatePurpose.Bind, user.SessionId, null);
        }

        /// <summary>What the browser showed, for the page that asks for its name.</summary>
        public ShownCertificate? Hear(string? answer, HttpContext context) =>
            questions.Hear(answer, CertificatePurpose.Bind, context) is { } heard && heard.Question.Session == user.SessionId ? heard.Certificate : null;

        public async Task<Outcome<Bound>> AddAsync(Body body, HttpContext context)
        {
            try
            {
                return await unitOfWork.RunAsync(() => TryAsync(body, context), o => o.IsOk, context.RequestAborted);
            }
            catch (DbUpdateException twice) when (UniqueIndex.IsViolatedBy(twice))
            {
                return CertificateErrors.Taken;
            }
        }

        private async Task<Outcome<Bound>> TryAsync(Body body, HttpContext context)
        {
            var (person, refused) = await FindAsync(context.RequestAborted);
            if (person is null)
            {
                return refused!;
            }

            if (questions.Hear(body.Answer, CertificatePurpose.Bind, context) is not { } heard || heard.Question.Session != user.SessionId)
            {
                return CertificateErrors.Stale;
            }

            db.UsedProofs.Add(new() { Id = heard.Question.Id, UsedAt = clock.GetUtcNow().ToWholeMicros() });
            var made = await certificates.BindAsync(person.PersonId, heard.Certificate, body.Name, context.RequestAborted);
            return made.IsOk ? new Bound(made.Value.Id, made.Value.Name) : made.Error;
        }

        private async Task<(Person? Person, HubError? Refused)> FindAsync(CancellationToken cancellationToken)
        {
            if (!settings.IsOn)
            {
                return (null, CertificateErrors.Off);
            }

            if (user.PersonId is not { } id || await db.People.AsNoTracking().Include(p => p.Roles).SingleOrDefaultAsync(p => p.Id == id.Value, cancellationToken) is not { } person)
            {
                return (null, MySessions.NobodysAccount);
            }

            if (!fresh.Is(user.Session))
            {
                return (null, FreshSignIn.Required);
            }

            return await rules.MayChangeAsync(person, user, cancellationToken) is { } needed ? (null, needed) : (person, null);
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account/keys/certificate/start", async (HttpContext context, Handler handler) => (await handler.AskAsync(context)).ToHttp(to => Results.Redirect(to)))
            .RequireAuthorization().ExcludeFromDescription();
        routes.MapPost("/identity/v1/account/certificates", async (Body body, HttpContext context, Handler handler) =>
                (await handler.AddAsync(body, context)).ToHttp(made => Results.Created("/identity/v1/account/certificates/" + made.Id, made)))
            .RequireAuthorization().WithTags("Account").WithSummary("Binds the certificate that the browser has shown. Soon after a sign-in only.")
            .Produces<Bound>(201).ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
    }
}
