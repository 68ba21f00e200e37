using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Customers;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Imports;

/// <summary>Takes the customers of an uploaded file on: all of them, or none.</summary>
internal static class ConfirmCustomers
{
    /// <param name="Confirmed">True when somebody has looked at those who may be customers already, and they are others.</param>
    internal sealed record Body(bool Confirmed);

    [Logged("identity.enterprises.imported")]
    internal sealed record Command(ImportId Id, bool Confirmed) : ICommand<Imported>;

    internal sealed record Imported(int Customers);

    internal sealed class Handler(IdentityDb db, CustomerFile file, ManagerBook managers, CurrentUser user, IOutbox outbox, IChangeLog log, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Imported>>
    {
        private static readonly HubError Changed = HubError.Conflict("import.has_problems", "Something in the file is wrong, or has become so since the upload. Nothing was imported; look at the list.");

        public async Task<Outcome<Imported>> Handle(Command request, CancellationToken cancellationToken)
        {
            // Takes the draft until the transaction ends: confirmed twice, it counts once.
            await db.ImportDrafts.Where(d => d.Id == request.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.CreatedAt, d => d.CreatedAt), cancellationToken);
            if (await file.FindAsync(request.Id, cancellationToken) is not { } draft)
            {
                return EmployeeFile.NotFound(request.Id);
            }

            var sheet = await file.ReadAsync(draft, cancellationToken);
            if (!sheet.IsOk || sheet.Value.Problems.Count > 0)
            {
                return sheet.Error ?? Changed;
            }

            if (sheet.Value.Warnings.Count > 0 && !request.Confirmed)
            {
                return HubError.Conflict(LookAlikes.Code, $"{sheet.Value.Warnings.Count} of them may be customers already. Look at the list; confirm that they are others if they are.");
            }

            // Whose customers they become is not everybody's business (AssignManager says whose).
            if (sheet.Value.Rows.Any(r => r.Manager is { } manager && manager != user.PersonId?.Value) && !user.Can(IdentityPermissions.ManageCustomers))
            {
                return HubError.Forbidden("import.manager_not_yours", "The file names colleagues as client managers; only administrators of customers assign those. Leave the column out, or ask one.");
            }

            foreach (var row in sheet.Value.Rows)
            {
                var made = CreateEnterprise.Make(row.Customer, clock);
                db.Enterprises.Add(made);
                if (row.Manager is { } manager)
                {
                    made.ManagerId = manager;
                    managers.Note(made.Id, null, manager, null);
                }

                // A line each, as if they had been taken on one by one.
                await log.AddAsync("identity.enterprise.created", CreateEnterprise.Describe(made, new()), cancellationToken);
                await outbox.AddAsync(new EnterpriseCreated(made.Id, made.Name, made.CreatedAt), cancellationToken);
            }

            db.ImportDrafts.Remove(draft);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException taken) when (UniqueIndex.IsViolatedBy(taken))
            {
                db.ChangeTracker.Clear();
                return Changed;
            }

            changes.This.With("customers", sheet.Value.Rows.Count);
            return new Imported(sheet.Value.Rows.Count);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/enterprises/imports/{id}/confirm", async (ImportId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, body.Confirmed), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.WriteOrganisations)
        .WithTags("Organisations").WithName("ConfirmCustomers").WithSummary("Takes the customers of an uploaded file on: all, or none while anything in it is wrong.").Produces<Imported>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
}
