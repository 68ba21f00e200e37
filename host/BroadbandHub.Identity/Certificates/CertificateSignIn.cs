using System.Security.Claims;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Logs;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Certificates;

/// <summary>Signs a person in with a certificate: from the hub to the port on which the browser is asked for one, and back with a sealed answer.</summary>
internal static class CertificateSignIn
{
    public const string StartPath = "/sign-in/certificate";
    public const string AnswerPath = "/sign-in/certificate/answer";

    /// <summary>In the claim amr: a smart card, which counts for everything that a security key counts for.</summary>
    public static readonly string[] Methods = ["sc", "hwk"];

    public static bool IsAmong(string[] methods) => methods.Contains(Methods[0], StringComparer.Ordinal);

    internal sealed class Handler(
        OrganisationDoor door, IdentityDb db, CertificateQuestions questions, SignInManager<Person> signIn, SignInTries tries, SignInLog log, IUnitOfWork unitOfWork, TimeProvider clock)
    {
        /// <summary>Where to go on, a path of this hub.</summary>
        public async Task<Outcome<string>> HandleAsync(string? answer, HttpContext context)
        {
            if (questions.Hear(answer, CertificatePurpose.SignIn, context) is not { } heard)
            {
                return CertificateErrors.Stale;
            }

            var proved = await ProveAsync(heard, context.RequestAborted);
            if (!proved.IsOk)
            {
                await NoteRefusalAsync(heard.Certificate.Thumbprint, proved.Error.Code, context.RequestAborted);
                return proved.Error;
            }

            await tries.ClearAsync(proved.Value.Id, context.RequestAborted);
            await signIn.SignInWithClaimsAsync(proved.Value, new AuthenticationProperties(), Methods.Select(m => new Claim("amr", m)));
            return ReturnUrl.Safe(heard.Question.Back, PortalPaths.Home(proved.Value.Audience));
        }

        public async Task NoteRefusalAsync(string thumbprint, string code, CancellationToken cancellationToken)
        {
            var owner = await db.Certificates.Where(c => c.Thumbprint == thumbprint).Select(c => (Guid?)c.PersonId.Value).SingleOrDefaultAsync(cancellationToken);
            await log.RefusedAsync(owner is { } id ? await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) : null, code, cancellationToken);
        }

        private async Task<Outcome<Person>> ProveAsync(CertificateAnswer heard, CancellationToken cancellationToken)
        {
            try
            {
                return await unitOfWork.RunAsync(() => TryAsync(heard, cancellationToken), o => o.IsOk, cancellationToken);
            }
            catch (DbUpdateException twice) when (UniqueIndex.IsViolatedBy(twice))
            {
                return CertificateErrors.Stale;
            }
        }

        private async Task<Outcome<Person>> TryAsync(CertificateAnswer heard, CancellationToken cancellationToken)
        {
            if (await db.Certificates.SingleOrDefaultAsync(c => c.Thumbprint == heard.Certificate.Thumbprint, cancellationToken) is not { } certificate)
            {
                return CertificateErrors.NotBound;
            }

            var person = await db.People.Include(p => p.Roles).SingleAsync(p => p.Id == certificate.PersonId.Value, cancellationToken);
            var now = clock.GetUtcNow().ToWholeMicros();
            if (person.SuspendedAt is not null || person.LockoutEnd > now)
            {
                return CertificateErrors.Refused;
            }

            if (await door.IsShutAsync(person, cancellationToken))
            {
                return OrganisationDoor.Shut;
            }

            db.UsedProofs.Add(new() { Id = heard.Question.Id, UsedAt = now });
            certificate.LastUsedAt = now;
            return person;
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(StartPath, (string? returnUrl, HttpContext context, CertificateSettings settings, CertificateQuestions questions) => settings.IsOn
                ? Results.Redirect(questions.Ask(context, CertificatePurpose.SignIn, null, returnUrl))
                : CertificateErrors.Off.ToProblem())
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapGet(CertificatePort.Present, PresentAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet(AnswerPath, AnswerAsync).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>At the port of the certificates, where nobody is signed in.</summary>
    private static async Task<IResult> PresentAsync(
        string? question, HttpContext context, CertificateSettings settings, CertificateCheck check, CertificateQuestions questions, Handler handler)
    {
        if (!settings.IsOn)
        {
            return CertificateErrors.Off.ToProblem();
        }

        context.Response.Headers.CacheControl = "no-store";
        if (questions.Read(question) is not { } asked)
        {
            return Refuse(context, settings, null, CertificateErrors.Stale);
        }

        using var certificate = CertificatePort.Of(context, settings);
        var outcome = certificate is null ? CertificateErrors.None : check.Check(certificate);
        if (outcome.IsOk)
        {
            return Results.Redirect(questions.Answer(asked, outcome.Value));
        }

        if (certificate is not null)
        {
            await handler.NoteRefusalAsync(CertificateCheck.ThumbprintOf(certificate), outcome.Error.Code, context.RequestAborted);
        }

        // Another certificate may come with the next handshake.
        context.Response.Headers.Connection = "close";
        return Refuse(context, settings, asked, outcome.Error);
    }

    private static async Task<IResult> AnswerAsync(string? answer, HttpContext context, CertificateSettings settings, CertificateQuestions questions, Handler handler)
    {
        if (!settings.IsOn)
        {
            return CertificateErrors.Off.ToProblem();
        }

        // Who binds a certificate gives it a name first; the page hears the answer.
        if (questions.PurposeOf(answer) == CertificatePurpose.Bind)
        {
            return Results.LocalRedirect("/account/keys/certificate" + QueryString.Create("answer", answer!));
        }

        var outcome = await handler.HandleAsync(answer, context);
        return outcome.IsOk ? Results.LocalRedirect(outcome.Value) : Refuse(context, settings, null, outcome.Error);
    }

    /// <summary>People see it where they came from; programs read it.</summary>
    private static IResult Refuse(HttpContext context, CertificateSettings settings, CertificateQuestion? asked, HubError error)
    {
        if (!context.Request.IsForPeople())
        {
            return error.ToProblem();
        }

        var to = asked?.Purpose == CertificatePurpose.Bind ? "/account/keys" : "/sign-in";
        var query = QueryString.Create("certificate", error.Code);
        return Results.Redirect(new Uri(settings.Hub!, to) + (asked?.Back is { } back ? query.Add("returnUrl", back) : query).ToString());
    }
}
