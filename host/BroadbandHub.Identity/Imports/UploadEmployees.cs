using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Departments;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Imports;

/// <summary>Takes a file of employees for a look at it. Nothing of it counts before it is confirmed.</summary>
internal static class UploadEmployees
{
    internal const int MostProblemsShown = 200;

    [Logged("identity.employees.uploaded")]
    internal sealed record Command(EnterpriseId? EnterpriseId, string? Csv) : ICommand<Preview>;

    internal sealed record Query(ImportId Id) : IQuery<Preview>;

    /// <param name="Problems">The first ones.</param>
    internal sealed record Preview(ImportId Id, EnterpriseId EnterpriseId, int People, int ProblemCount, IReadOnlyList<RowProblem> Problems, IReadOnlyList<Line> Lines);

    internal sealed record Line(int Number, string Name, string Email, string? Department, LocalText? Role, DateOnly? JoinedOn);

    internal sealed class Handler(IdentityDb db, DepartmentScope scope, EmployeeFile file, TimeProvider clock) : IRequestHandler<Command, Outcome<Preview>>, IRequestHandler<Query, Outcome<Preview>>
    {
        public async Task<Outcome<Preview>> Handle(Command request, CancellationToken cancellationToken)
        {
            var enterprise = await scope.EnterpriseAsync(request.EnterpriseId, cancellationToken);
            if (!enterprise.IsOk)
            {
                return enterprise.Error;
            }

            if (string.IsNullOrWhiteSpace(request.Csv) || request.Csv.Length > ImportDraft.MostCharacters)
            {
                return UploadedText.BadSize;
            }

            var draft = new ImportDraft { Id = ImportId.New(clock), EnterpriseId = enterprise.Value, Content = request.Csv, CreatedAt = clock.GetUtcNow().ToWholeMicros() };
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

        private static Preview Show(ImportDraft draft, EmployeeSheet sheet) => new(
            draft.Id, draft.EnterpriseId!.Value, sheet.Rows.Count, sheet.Problems.Count, [.. sheet.Problems.Take(MostProblemsShown)],
            [.. sheet.Rows.Take(20).Select(r => new Line(r.Line, r.Name, r.Email, r.Department, r.Role?.Name, r.JoinedOn))]);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/identity/v1/people/imports", async (Command command, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(command, cancellationToken)).ToHttp(made => Results.Created($"/identity/v1/people/imports/{made.Id}", made)))
            .RequireAuthorization(IdentityPermissions.ManagePeople)
            .WithTags("People").WithName("UploadEmployees").WithSummary("Takes a CSV file of employees and says what is in it and what is wrong, line by line. Nothing is written before it is confirmed.")
            .Produces<Preview>(201).ProducesProblem(400);
        routes.MapGet("/identity/v1/people/imports/{id}", async (ImportId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.ManagePeople)
            .WithTags("People").WithName("PreviewEmployees").WithSummary("Looks at an uploaded file of employees again, against what the hub knows now.").Produces<Preview>().ProducesProblem(404);
    }
}
