using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers.Proposals;

/// <summary>An enterprise says how its name and licence data are to read. Nothing of it counts before the operator has accepted it.</summary>
internal static class ProposeData
{
    /// <summary>All of it as it is to be; what is left out is to be taken away. There is nothing else that an enterprise can ask for here.</summary>
    internal sealed record Body(string? Name, string? RegistrationNumber, string? LegalRepresentative, string? RegisteredAddress, Industry? Industry, EnterpriseSize? Size);

    [Logged("identity.proposal.made")]
    internal sealed record Command(Body Body) : ICommand<Proposed>;

    internal sealed record Proposed(ProposalId Id);

    internal sealed class Handler(IdentityDb db, ProposalDesk desk, CurrentUser user, Changes changes) : IRequestHandler<Command, Outcome<Proposed>>
    {
        private static readonly UpdateEnterprise.Rules Rules = new();

        public async Task<Outcome<Proposed>> Handle(Command request, CancellationToken cancellationToken)
        {
            var body = request.Body;
            var wanted = new UpdateEnterprise.Command(default, new(body.Name, null, body.RegistrationNumber, body.LegalRepresentative, body.RegisteredAddress, body.Industry, body.Size, null, null, null));
            if (Rules.Validate(wanted).Errors is [var wrong, ..])
            {
                return HubError.Invalid(wrong.ErrorCode, wrong.ErrorMessage, char.ToLowerInvariant(wrong.PropertyName[0]) + wrong.PropertyName[1..]);
            }

            if (user.EnterpriseId is not { } own || await db.LockEnterpriseAsync(own, cancellationToken) is not { } enterprise)
            {
                return CustomerRows.NotFound(user.EnterpriseId ?? default);
            }

            // Whether another customer has the name or the licence is not this enterprise's business: the operator sees it when deciding.
            var after = new Organisations.Enterprise();
            wanted.Apply(after);
            var fields = ProposedValues.Differences(ProposedValues.Of(enterprise), ProposedValues.Of(after));
            if (fields.Count == 0)
            {
                return ProposalDesk.Nothing;
            }

            changes.This.About("enterprise", enterprise.Id, enterprise.Name).Of(enterprise.Id);
            var proposed = await desk.ProposeAsync(enterprise, ProposalKind.Data, null, fields, cancellationToken);
            return proposed.IsOk ? new Proposed(proposed.Value) : proposed.Error;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/profile/proposals", async (Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(body), cancellationToken)).ToHttp(made => Results.Created($"/identity/v1/profile/proposals/{made.Id}", made)))
        .RequireAuthorization(IdentityPermissions.ProposeProfile)
        .WithTags("Profile").WithName("ProposeData").WithSummary("Proposes how the own enterprise's name and licence data are to read; the operator decides.")
        .Produces<Proposed>(201).ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
}
