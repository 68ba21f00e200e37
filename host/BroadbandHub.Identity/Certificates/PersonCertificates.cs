using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BroadbandHub.Identity.People;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Certificates;

/// <summary>The certificates of somebody, for an administrator: what there is, one from a file, one less.</summary>
internal static class PersonCertificates
{
    private const int MostFile = 16_000;

    internal sealed record Result(IReadOnlyList<CertificateBook.Item> Items);

    internal sealed record Query(PersonId Person) : IQuery<Result>;

    /// <param name="Certificate">PEM, or DER in Base64.</param>
    internal sealed record Body(string? Name, string? Certificate);

    internal sealed record Bound(Guid Id, string Name, string Subject);

    [NotLogged("What happens to an account is logged where its owner is told of it.")]
    internal sealed record Binding(PersonId Person, string? Name, string? Certificate) : ICommand<Bound>;

    [NotLogged("What happens to an account is logged where its owner is told of it.")]
    internal sealed record Removal(PersonId Person, Guid Id) : ICommand<Done>;

    internal sealed class Handler(PeopleScope scope, PersonGuard guard, CertificateSettings settings, CertificateCheck check, CertificateBook certificates)
        : IRequestHandler<Query, Outcome<Result>>, IRequestHandler<Binding, Outcome<Bound>>, IRequestHandler<Removal, Outcome<Done>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken) =>
            await scope.People.AnyAsync(p => p.Id == request.Person.Value, cancellationToken)
                ? new Result(await certificates.ListAsync(request.Person, cancellationToken))
                : PersonGuard.NotFound(request.Person);

        public async Task<Outcome<Bound>> Handle(Binding request, CancellationToken cancellationToken)
        {
            if (await guard.LockAsync(request.Person, cancellationToken) is not { } person)
            {
                return PersonGuard.NotFound(request.Person);
            }

            // Whoever holds the certificate's key becomes that person.
            if (guard.MayChange(person) is { } refused)
            {
                return refused;
            }

            // As with links to a password: nobody makes himself a door to a colleague's account.
            if (!guard.MayBecome(person.Audience))
            {
                return CertificateErrors.ByOwnerOnly;
            }

            if (!settings.IsOn)
            {
                return CertificateErrors.Off;
            }

            using var certificate = Read(request.Certificate);
            if (certificate is null)
            {
                return CertificateErrors.Unreadable;
            }

            var shown = check.Check(certificate);
            if (!shown.IsOk)
            {
                return shown.Error;
            }

            var made = await certificates.BindAsync(request.Person, shown.Value, request.Name, cancellationToken);
            return made.IsOk ? new Bound(made.Value.Id, made.Value.Name, made.Value.Subject) : made.Error;
        }

        public async Task<Outcome<Done>> Handle(Removal request, CancellationToken cancellationToken)
        {
            if (await guard.LockAsync(request.Person, cancellationToken) is not { } person)
            {
                return PersonGuard.NotFound(request.Person);
            }

            return guard.MayChange(person) is { } refused ? refused
                : await certificates.RemoveAsync(request.Person, request.Id, cancellationToken) ? Done.Instance
                : CertificateErrors.NotFound;
        }
    }

    /// <summary>A file as it was uploaded, as the API would take it.</summary>
    public static string? TextOf(byte[] file) =>
        file.Length > MostFile ? null : file.AsSpan().IndexOf("-----BEGIN"u8) >= 0 ? Encoding.UTF8.GetString(file) : Convert.ToBase64String(file);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/identity/v1/people/{id}/certificates", async (PersonId id, IMediator mediator, CancellationToken cancellationToken) => (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.ReadPeople).WithTags("People").WithSummary("The certificates with which a person signs in.").Produces<Result>().ProducesProblem(404);
        routes.MapPost("/identity/v1/people/{id}/certificates", async (PersonId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Binding(id, body.Name, body.Certificate), cancellationToken)).ToHttp(made => Results.Created($"/identity/v1/people/{id}/certificates/{made.Id}", made)))
            .RequireAuthorization(IdentityPermissions.ManagePeople).WithTags("People").WithSummary("Binds a certificate (PEM, or DER in Base64) to a person's account; for the operator. Its owner sees it in the account's activity.")
            .Produces<Bound>(201).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        routes.MapDelete("/identity/v1/people/{id}/certificates/{certificate:guid}", async (PersonId id, Guid certificate, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Removal(id, certificate), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization(IdentityPermissions.ManagePeople).WithTags("People").WithSummary("Removes a certificate from a person's account.").ProducesProblem(403).ProducesProblem(404);
    }

    private static X509Certificate2? Read(string? text)
    {
        if (text is not { Length: > 0 and <= 2 * MostFile })
        {
            return null;
        }

        try
        {
            return text.Contains("-----BEGIN", StringComparison.Ordinal) ? X509Certificate2.CreateFromPem(text) : X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text.Trim()));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
