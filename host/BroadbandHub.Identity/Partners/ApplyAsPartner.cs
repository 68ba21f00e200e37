using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.People;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Partners;

/// <summary>A maker of applications asks to become a partner. Anybody may; the operator checks each. No mail goes out before somebody has looked.</summary>
internal static class ApplyAsPartner
{
    /// <summary>From one address (or IPv6 network) within a day.</summary>
    public const int MostPerCaller = 5;

    /// <summary>Waiting for the operator at one time.</summary>
    public const int MostWaiting = 500;

    [Logged("identity.partner.applied")]
    internal sealed record Command : ICommand<Applied>, IPartnerInput
    {
        public string? Name { get; init; }

        public string? RegistrationNumber { get; init; }

        public string? Address { get; init; }

        public string? Website { get; init; }

        public string? About { get; init; }

        public string? ContactName { get; init; }

        public string? ContactEmail { get; init; }

        public string? ContactPhone { get; init; }
    }

    internal sealed record Applied(PartnerId Id, string Name);

    internal sealed class Rules : PartnerRules<Command>
    {
        public Rules()
        {
            RuleFor(c => c.ContactName).NotEmpty().WithErrorCode("partner.contact_missing").WithMessage("Say whom the operator can talk to.");
            RuleFor(c => c.ContactEmail).NotEmpty().WithErrorCode("partner.email_missing").WithMessage("Give an e-mail address; the answer and the first account go there.");
            RuleFor(c => c.About).NotEmpty().WithErrorCode("partner.about_missing").WithMessage("Say what your applications do; the operator decides by it.");
        }
    }

    internal sealed class Handler(IdentityDb db, TimeProvider clock, IHttpContextAccessor http, PartnerCheck check, Changes changes) : IRequestHandler<Command, Outcome<Applied>>
    {
        public async Task<Outcome<Applied>> Handle(Command request, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow().ToWholeMicros();
            var (caller, since) = (Caller.KeyOf(http.HttpContext), now.AddDays(-1));
            if (await db.Partners.CountAsync(p => p.AppliedFrom == caller && p.CreatedAt > since, cancellationToken) >= MostPerCaller
                || await db.Partners.CountAsync(p => p.AppliedFrom != null && p.State == PartnerState.Checking, cancellationToken) >= MostWaiting)
            {
                return HubError.Conflict("partner.too_many_applications", "Too many applications wait for an answer. Try again tomorrow, or call the operator.");
            }

            var made = new Partner { Id = PartnerId.New(clock), State = PartnerState.Checking, StateSince = now, CreatedAt = now, Language = Invitations.Language, AppliedFrom = caller };
            request.Apply(made);
            db.Partners.Add(made);
            if (await db.TryNameAsync(made, request.Name!, cancellationToken) is { } taken)
            {
                return taken;
            }

            changes.This.About("partner", made.Id, made.Name).Of(made.Id);
            return await check.RequestAsync(made, cancellationToken) is { } refused ? refused : new Applied(made.Id, made.Name);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/partner-applications", async (Command command, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(command, cancellationToken)).ToHttp(made => Results.Json(made, statusCode: StatusCodes.Status202Accepted)))
        .AllowAnonymous()
        .WithTags("Organisations").WithName("ApplyAsPartner").WithSummary("Asks to become a partner; the answer comes by mail.")
        .Produces<Applied>(202).ProducesProblem(400).ProducesProblem(409);
}
