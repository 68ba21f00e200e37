using System.Net;
using System.Security.Cryptography;
using System.Text;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.People;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.PasswordResets;

/// <summary>Takes a wish for a new password down. What is done and answered is the same for every address.</summary>
internal static class AskForPassword
{
    public const int MostPerCaller = 20;
    public const int MostPerAddress = 3;
    public static readonly TimeSpan Within = TimeSpan.FromHours(1);

    [NotLogged("Anybody may ask for anybody; that a password was chosen with the link is logged.")]
    internal sealed record Command(string? Email) : ICommand<Done>;

    internal sealed class Handler(IdentityDb db, PasswordAddress address, IHttpContextAccessor http, IUnitOfWork unitOfWork, IJobs jobs, TimeProvider clock)
        : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var email = request.Email?.Trim() ?? "";
            if (!Accounts.PersonRules.IsEmail(email))
            {
                return HubError.Invalid("person.email_wrong", "Give an e-mail address such as name@example.com with at most 254 characters.", "email");
            }

            var now = clock.GetUtcNow().ToWholeMicros();
            var (caller, since) = (Caller.KeyOf(http.HttpContext), now - Within);

            // The job judges exactly; this keeps one caller from filling the table.
            if (await db.PasswordRequests.CountAsync(r => r.CallerKey == caller && r.RequestedAt > since, cancellationToken) >= MostPerCaller)
            {
                return HubError.Conflict("password_reset.too_many", "Too many requests came from here. Try again in an hour.");
            }

            db.PasswordRequests.Add(new()
            {
                Id = Guid.CreateVersion7(now), Address = email, AddressKey = KeyOf(email), CallerKey = caller,
                Language = Invitations.Language, Root = address.RootForMail(), RequestedAt = now,
            });
            unitOfWork.AfterCommit(() => jobs.Wake(SendPasswordLinks.Name));
            return Done.Instance;
        }

    }

    /// <summary>Under which requests for an address are counted: a digest, so that none is kept longer than needed.</summary>
    public static string KeyOf(string email) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Accounts.AddressNormalizer.KeyOf(email))));
}
