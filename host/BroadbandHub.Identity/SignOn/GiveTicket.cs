using BroadbandHub.Identity.Accounts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.SignOn;

/// <summary>
/// GET /sso/ticket: sends an employee with a seat to an application that cannot speak OpenID Connect, with a ticket in the address that is good for a minute and once. It leads to the
/// address that the application's plugin registered, and nowhere else.
/// </summary>
internal static class GiveTicket
{
    public const string Path = "/sso/ticket";
    private const int MostState = 200;

    public static readonly HubError Unknown = HubError.NotFound("ticket.unknown_application", "There is no application of this key that takes tickets.");
    public static readonly HubError NoSeat = HubError.Forbidden("ticket.no_seat", "You have no seat on an active subscription of this application.");
    public static readonly HubError BadState = HubError.Invalid("ticket.bad_state", $"The state is at most {MostState} printable characters.", "state");

    internal sealed class Handler(IdentityDb db, CurrentUser user, SignOnGate gate, TicketPaper paper, IUnitOfWork unitOfWork, TimeProvider clock)
    {
        /// <summary>Where to send the browser.</summary>
        public async Task<Outcome<string>> HandleAsync(string? applicationKey, string? state, IEnumerable<string> methods, CancellationToken cancellationToken)
        {
            if (state?.Length > MostState || state?.Any(char.IsControl) == true)
            {
                return BadState;
            }

            if (applicationKey is null
                || await db.SignOnApplications.AsNoTracking().SingleOrDefaultAsync(a => a.ApplicationKey == applicationKey && a.TicketUrl != null, cancellationToken) is not { TicketUrl: { } address })
            {
                return Unknown;
            }

            if (user.PersonId is not { } person || user.Session is not { } session || await gate.FindPersonAsync(person, applicationKey, cancellationToken) is null)
            {
                return NoSeat;
            }

            var now = clock.GetUtcNow().ToWholeMicros();
            var ticket = new Ticket
            {
                Id = Guid.CreateVersion7(now), ApplicationKey = applicationKey, PersonId = person, SessionId = session.Id, Methods = string.Join(' ', methods), ProvedAt = session.ProvedAt,
                Locale = SignOnClaims.Locale(), ExpiresAt = now + Ticket.Lifetime,
            };
            await unitOfWork.RunAsync(
                () =>
                {
                    db.Tickets.Add(ticket);
                    return Task.FromResult(true);
                },
                _ => true,
                cancellationToken);
            return QueryHelpers.AddQueryString(address, [KeyValuePair.Create("ticket", (string?)paper.Write(ticket)), .. state is null ? [] : new[] { KeyValuePair.Create("state", (string?)state) }]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, HandleAsync)
        .RequireAuthorization().WithTags("Sign-on").WithName("GiveTicket")
        .WithSummary("Sends the signed-in employee (302) to an application that cannot speak OpenID Connect, with a one-time ticket. Query: application, state (optional, handed through).")
        .Produces(302).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);

    private static async Task<IResult> HandleAsync(string? application, string? state, HttpContext context, Handler handler)
    {
        context.Response.Headers.CacheControl = "no-store";
        var outcome = await handler.HandleAsync(application, state, context.User.FindAll(SignOnClaims.Methods).Select(c => c.Value), context.RequestAborted);
        return outcome.IsOk ? Results.Redirect(outcome.Value)
            : !context.Request.IsForPeople() ? outcome.Error.ToProblem()
            : Results.LocalRedirect(outcome.Error == NoSeat ? "/sign-on/no-seat" + QueryString.Create("application", application!) : "/sign-on/refused");
    }
}
