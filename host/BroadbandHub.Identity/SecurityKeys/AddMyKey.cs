using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.SecurityKeys;

/// <summary>
/// Registers a security key for the person who asks. Only soon after a sign-in: whoever finds a session open must not make himself a key to the account.
/// </summary>
internal static class AddMyKey
{
    /// <param name="Credential">The key's answer, as <c>PublicKeyCredential.toJSON()</c> writes it.</param>
    /// <param name="Name">What the owner calls it.</param>
    internal sealed record Body(string? Credential, string? State, string? Name);

    internal sealed record Added(Guid Id, string Name);

    public static readonly HubError Refused = HubError.Invalid("key.refused", "The security key could not be registered: it was removed too early, is registered already, or took too long. Try once more.");

    internal sealed class Handler(
        IdentityDb db, UserManager<Person> people, CurrentUser user, KeyRules rules, FreshSignIn fresh, KeyQuestions questions, AccountEvents events, IUnitOfWork unitOfWork, TimeProvider clock)
    {
        public async Task<Outcome<KeyQuestion>> AskAsync(HttpContext context)
        {
            var (person, refused) = await FindAsync();
            return person is null ? refused! : await questions.AskForNewAsync(person, user.SessionId, context);
        }

        public async Task<Outcome<Added>> AddAsync(Body body, HttpContext context)
        {
            try
            {
                return await unitOfWork.RunAsync(() => TryAddAsync(body, context), o => o.IsOk, context.RequestAborted);
            }
            catch (DbUpdateException twice) when (UniqueIndex.IsViolatedBy(twice))
            {
                return Refused;
            }
        }

        private async Task<Outcome<Added>> TryAddAsync(Body body, HttpContext context)
        {
            if (!SecurityKey.TryName(body.Name, out var name))
            {
                return SecurityKey.BadName;
            }

            var (person, refused) = await FindAsync();
            if (person is null)
            {
                return refused!;
            }

            if (await questions.HearNewAsync(person, user.SessionId, body.Credential, body.State, context) is not { } info)
            {
                return Refused;
            }

            var now = clock.GetUtcNow().ToWholeMicros();
            var key = new SecurityKey
            {
                Id = Guid.CreateVersion7(now), PersonId = person.PersonId, CredentialId = info.CredentialId, PublicKey = info.PublicKey, Name = name, CreatedAt = now, SignCount = info.SignCount,
                Transports = string.Join(' ', (info.Transports ?? []).Where(t => t.Length <= 12).Take(6)), IsBackupEligible = info.IsBackupEligible, IsBackedUp = info.IsBackedUp,
                AttestationObject = info.AttestationObject, ClientDataJson = info.ClientDataJson,
            };
            db.SecurityKeys.Add(key);
            events.Note(person.PersonId, AccountEventKind.KeyAdded, name);
            return new Added(key.Id, name);
        }

        private async Task<(Person? Person, HubError? Refused)> FindAsync()
        {
            if (user.PersonId is not { } id || await people.FindByIdAsync(id.Value.ToString()) is not { } person)
            {
                return (null, MySessions.NobodysAccount);
            }

            if (!fresh.Is(user.Session))
            {
                return (null, FreshSignIn.Required);
            }

            if (await rules.MayChangeAsync(person, user, CancellationToken.None) is { } needed)
            {
                return (null, needed);
            }

            return await db.SecurityKeys.CountAsync(k => k.PersonId == id) < SecurityKey.MostPerPerson
                ? (person, null)
                : (null, HubError.Conflict("key.too_many", $"An account has at most {SecurityKey.MostPerPerson} security keys. Remove one first."));
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/identity/v1/account/security-keys/question", async (HttpContext context, Handler handler) => (await handler.AskAsync(context)).ToHttp())
            .RequireAuthorization().WithTags("Account").WithSummary("Begins to register a security key: what to hand to the browser. Soon after a sign-in only.")
            .Produces<KeyQuestion>().ProducesProblem(403).ProducesProblem(409);
        routes.MapPost("/identity/v1/account/security-keys", async (Body body, HttpContext context, Handler handler) =>
                (await handler.AddAsync(body, context)).ToHttp(added => Results.Created("/identity/v1/account/security-keys/" + added.Id, added)))
            .RequireAuthorization().WithTags("Account").WithSummary("Registers the security key that gave this answer.").Produces<Added>(201).ProducesProblem(400).ProducesProblem(403);
    }
}
