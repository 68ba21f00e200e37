using System.Text;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace BroadbandHub.Identity.SignOn;

/// <summary>POST /sso/ticket/redeem: the application's server shows a ticket with its own credentials and hears who it is. Once: of two who come together, one.</summary>
internal static class RedeemTicket
{
    private const int MostSecret = 200;

    public static readonly HubError Invalid = HubError.Invalid("ticket.invalid", "That is no ticket of this hub for this application.");
    public static readonly HubError Expired = HubError.Invalid("ticket.expired", "The ticket was good for 60 seconds. Send the person to the hub for a new one.");
    public static readonly HubError Used = HubError.Invalid("ticket.used", "The ticket has been redeemed already. If that was not you, somebody has a copy of it.");
    public static readonly HubError PersonGone = HubError.Invalid("ticket.person_gone", "The person has signed out since, or may not use this application any more.");

    internal sealed class Handler(IdentityDb db, IOpenIddictApplicationManager clients, SignOnGate gate, TicketPaper paper, IUnitOfWork unitOfWork, TimeProvider clock)
    {
        /// <summary>The application behind the credentials; null when they are wrong, revoked, or of one that takes no tickets.</summary>
        public async Task<SignOnApplication?> FindApplicationAsync(string? clientId, string? secret, CancellationToken cancellationToken) =>
            clientId is { Length: > 0 and <= MostSecret } && secret is { Length: > 0 and <= MostSecret }
                && await clients.FindByClientIdAsync(clientId, cancellationToken) is { } client && await clients.ValidateClientSecretAsync(client, secret, cancellationToken)
                && await gate.FindApplicationAsync(clientId, cancellationToken) is { TicketUrl: not null } application
                ? application
                : null;

        public async Task<Outcome<Dictionary<string, object?>>> HandleAsync(SignOnApplication application, string clientId, string? text, CancellationToken cancellationToken)
        {
            var id = await paper.ReadAsync(text, application.ApplicationKey);
            var ticket = id is null ? null : await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id && t.ApplicationKey == application.ApplicationKey, cancellationToken);
            if (ticket is null)
            {
                return Invalid;
            }

            return ticket.ExpiresAt <= clock.GetUtcNow() ? Expired
                : await gate.FindPersonAsync(ticket.PersonId, application.ApplicationKey, cancellationToken) is not { } person ? PersonGone
                : await unitOfWork.RunAsync(() => ClaimAsync(ticket, clientId, person, cancellationToken), o => o.IsOk, cancellationToken);
        }

        private async Task<Outcome<Dictionary<string, object?>>> ClaimAsync(Ticket ticket, string clientId, SignOnPerson person, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow().ToWholeMicros();
            if (await db.Tickets.Where(t => t.Id == ticket.Id && t.RedeemedAt == null).ExecuteUpdateAsync(set => set.SetProperty(t => t.RedeemedAt, now), cancellationToken) == 0)
            {
                return Used;
            }

            // The session's row is held: a sign-out at this moment either ends the sign-on that is noted here, or is seen.
            if (await db.Sessions.Where(s => s.Id == ticket.SessionId && s.PersonId == ticket.PersonId && s.EndedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, s => s.LastSeenAt), cancellationToken) == 0)
            {
                return PersonGone;
            }

            db.SignOns.Add(new()
            {
                AuthorizationId = "ticket " + ticket.Id.ToString("N"), SessionId = ticket.SessionId, PersonId = ticket.PersonId, ClientId = clientId, ApplicationKey = ticket.ApplicationKey, StartedAt = now,
            });
            var said = UserInfo.Describe(person, ticket.Locale, withProfile: true, withEmail: true);
            said[SignOnClaims.SessionId] = ticket.SessionId;
            said[SignOnClaims.AuthenticatedAt] = ticket.ProvedAt.ToUnixTimeSeconds();
            said[SignOnClaims.Methods] = ticket.Methods.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return said;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sso/ticket/redeem", HandleAsync)
        .AllowAnonymous().DisableAntiforgery().WithTags("Sign-on").WithName("RedeemTicket")
        .WithSummary("Says who brought a one-time ticket (form-encoded ticket, client_id, client_secret; or the credentials by HTTP Basic). Within 60 seconds, once, by the application that it is for.")
        .Accepts<IFormCollection>("application/x-www-form-urlencoded").Produces(200, contentType: "application/json").ProducesProblem(400).ProducesProblem(401);

    private static async Task<IResult> HandleAsync(HttpContext context, Handler handler)
    {
        context.Response.Headers.CacheControl = "no-store";
        var form = await ReadAsync(context.Request);
        var (clientId, secret) = Basic(context.Request) ?? (form["client_id"].ToString(), form["client_secret"].ToString());
        if (await handler.FindApplicationAsync(clientId, secret, context.RequestAborted) is not { } application)
        {
            return Results.Problem(
                "The credentials are wrong, revoked or expired, or their application takes no tickets.", statusCode: StatusCodes.Status401Unauthorized,
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = "ticket.bad_client" });
        }

        return (await handler.HandleAsync(application, clientId, form["ticket"], context.RequestAborted)).ToHttp(said => Results.Json(said));
    }

    private static async Task<IFormCollection> ReadAsync(HttpRequest request)
    {
        try
        {
            return request.HasFormContentType ? await request.ReadFormAsync(request.HttpContext.RequestAborted) : FormCollection.Empty;
        }
        catch (InvalidDataException)
        {
            return FormCollection.Empty;
        }
    }

    private static (string, string)? Basic(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var bytes = new byte[600];
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(header[6..].Trim(), bytes, out var count)
            || Encoding.UTF8.GetString(bytes, 0, count).Split(':', 2) is not [var id, var secret])
        {
            return null;
        }

        return (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret));
    }
}
