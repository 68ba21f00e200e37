using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>Changes what is known of an enterprise: name, licence, credit class, tags. Whatever is left out is taken away.</summary>
internal static class UpdateEnterprise
{
    /// <param name="Revision">The revision that was read; refused when somebody else has changed the enterprise since. Null does not look.</param>
    internal sealed record Body(
        string? Name, string? Number, string? RegistrationNumber, string? LegalRepresentative, string? RegisteredAddress, Industry? Industry, EnterpriseSize? Size, CreditClass? CreditClass,
        IReadOnlyList<string>? Tags, int? Revision);

    [Logged("identity.enterprise.changed")]
    internal sealed record Command(EnterpriseId Id, Body Body) : ICommand<Done>, ICustomerInput
    {
        public string? Name => Body.Name;

        public string? Number => Body.Number;

        public string? RegistrationNumber => Body.RegistrationNumber;

        public string? LegalRepresentative => Body.LegalRepresentative;

        public string? RegisteredAddress => Body.RegisteredAddress;

        public Industry? Industry => Body.Industry;

        public EnterpriseSize? Size => Body.Size;

        public CreditClass? CreditClass => Body.CreditClass;

        public IReadOnlyList<string>? Tags => Body.Tags;

        string? IOrganisationInput.ContactName => null;

        string? IOrganisationInput.ContactEmail => null;

        string? IOrganisationInput.ContactPhone => null;
    }

    internal sealed class Rules : CustomerRules<Command>;

    internal sealed class Handler(IdentityDb db, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await db.LockEnterpriseAsync(request.Id, cancellationToken) is not { } enterprise)
            {
                return CustomerRows.NotFound(request.Id);
            }

            if (request.Body.Revision is { } read && read != enterprise.Revision)
            {
                return CustomerRows.ChangedMeanwhile;
            }

            var before = CustomerFields.Of(enterprise);
            request.Apply(enterprise);
            enterprise.Revision++;
            if (await db.FindTakenAsync(enterprise, cancellationToken) is { } taken)
            {
                return taken;
            }

            changes.This.About("enterprise", enterprise.Id, enterprise.Name).Of(enterprise.Id);
            CustomerFields.Of(enterprise).Since(before, changes.This);
            return await db.TrySaveAsync(enterprise, cancellationToken) is { } late ? late : Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/identity/v1/enterprises/{id}", async (EnterpriseId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, body), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.WriteOrganisations)
        .WithTags("Organisations").WithName("UpdateEnterprise").WithSummary("Says what is known of an enterprise: name, licence, credit class, tags.")
        .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
}
