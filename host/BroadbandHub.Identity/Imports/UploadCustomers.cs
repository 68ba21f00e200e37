using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Customers;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Imports;

/// <summary>Takes a file of customers for a look at it. Nothing of it counts before it is confirmed.</summary>
internal static class UploadCustomers
{
    [Logged("identity.enterprises.uploaded")]
    internal sealed record Command(string? Csv) : ICommand<Preview>;

    internal sealed record Query(ImportId Id) : IQuery<Preview>;

    /// <param name="Problems">The first ones: nothing is imported while there is one.</param>
    /// <param name="Warnings">The first who may be customers already: somebody has to say that they are others.</param>
    internal sealed record Preview(
        ImportId Id, int Customers, int ProblemCount, IReadOnlyList<RowProblem> Problems, int WarningCount, IReadOnlyList<RowProblem> Warnings, IReadOnlyList<Line> Lines);

    internal sealed record Line(int Number, string? Name, string? CustomerNumber, string? RegistrationNumber, CustomerState State, string? Manager, string? Contact);

    internal sealed class Handler(IdentityDb db, CustomerFile file, TimeProvider clock) : IRequestHandler<Command, Outcome<Preview>>, IRequestHandler<Query, Outcome<Preview>>
    {
        public async Task<Outcome<Preview>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (string.IsNullOrWhiteSpace(request.Csv) || request.Csv.Length > ImportDraft.MostCharacters)
            {
                return UploadedText.BadSize;
            }

            var draft = new ImportDraft { Id = ImportId.New(clock), Kind = ImportKind.Customers, Content = request.Csv, CreatedAt = clock.GetUtcNow().ToWholeMicros() };
            var sheet = await file.ReadAsync(draft, cancellationToken);
            if (!sheet.IsOk)
            {
                return sheet.Error;
            }

            db.ImportDrafts.Add(draft);
            return Show(draft, sheet.Value);
        }

        public async Task<Outcome<Preview>> Handle(Query request, CancellationToken cancellationToken)
        {
            if (await file.FindAsync(request.Id, cancellationToken) is not { } draft)
            {
                return EmployeeFile.NotFound(request.Id);
            }

            var sheet = await file.ReadAsync(draft, cancellationToken);
            return sheet.IsOk ? Show(draft, sheet.Value) : sheet.Error;
        }

        private static Preview Show(ImportDraft draft, CustomerSheet sheet) => new(
            draft.Id, sheet.Rows.Count, sheet.Problems.Count, [.. sheet.Problems.Take(UploadEmployees.MostProblemsShown)],
            sheet.Warnings.Count, [.. sheet.Warnings.Take(UploadEmployees.MostProblemsShown)],
            [.. sheet.Rows.Take(20).Select(r => new Line(
                r.Line, r.Customer.Name, r.Customer.Number, r.Customer.RegistrationNumber, r.Customer.State ?? CustomerState.Active, r.ManagerName, r.Customer.ContactName ?? r.Customer.ContactEmail))]);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/identity/v1/enterprises/imports", async (Command command, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(command, cancellationToken)).ToHttp(made => Results.Created($"/identity/v1/enterprises/imports/{made.Id}", made)))
            .RequireAuthorization(IdentityPermissions.WriteOrganisations)
            .WithTags("Organisations").WithName("UploadCustomers").WithSummary("Takes a CSV file of customers and says what is in it, what is wrong, and who may be a customer already. Nothing is written before it is confirmed.")
            .Produces<Preview>(201).ProducesProblem(400);
        routes.MapGet("/identity/v1/enterprises/imports/{id}", async (ImportId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.WriteOrganisations)
            .WithTags("Organisations").WithName("PreviewCustomers").WithSummary("Looks at an uploaded file of customers again, against what the hub knows now.").Produces<Preview>().ProducesProblem(404);
    }
}
