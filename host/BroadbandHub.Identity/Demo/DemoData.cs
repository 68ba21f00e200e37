using System.Text.Json;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Identity.Partners;
using BroadbandHub.Identity.Tokens;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Demo;

/// <summary>An account of the demonstration, for the start message and the sign-in page.</summary>
internal sealed record DemoAccount(string Email, string Name, string Role);

/// <summary>Development only: accounts, an enterprise, a partner, a client for scripts; then what other modules add. Adds only what is missing.</summary>
internal sealed class DemoData(
    IdentityDb db, UserManager<Person> people, IMediator mediator, IUnitOfWork unitOfWork, ApplicationClients clients, IConfiguration configuration, TimeProvider clock)
{
    public const string DefaultPassword = "try-the-hub-2026";

    public static readonly DemoAccount[] Accounts =
    [
        new("admin@hub.example", "Lin Wei", Role.OperatorAdministrator.Key),
        new("clerk@hub.example", "Chen Jing", Role.OperatorClerk.Key),
        new("boss@acme.example", "Wang Fang", Role.EnterpriseAdministrator.Key),
        new("partner@diskworks.example", "Zhao Lei", Role.PartnerAdministrator.Key),
    ];

    public static string Password(IConfiguration configuration) => configuration["Hub:DemoPassword"] ?? DefaultPassword;

    /// <summary>A fresh database, or one that began as the demonstration. Accounts with a public password never get into a database that people work with.</summary>
    public async Task<bool> IsWelcomeAsync(CancellationToken cancellationToken)
    {
        var first = Accounts[0].Email.ToUpperInvariant();
        return !await db.People.AnyAsync(cancellationToken) || await db.People.AnyAsync(p => p.NormalizedEmail == first, cancellationToken);
    }

    public async Task SeedAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var enterprise = await EnterpriseAsync(cancellationToken);
        var partner = await PartnerAsync(cancellationToken);
        foreach (var account in Accounts)
        {
            await AccountAsync(account, enterprise, partner, cancellationToken);
        }

        await OperatorClientAsync(dataFolder, cancellationToken);
    }

    private async Task<EnterpriseId> EnterpriseAsync(CancellationToken cancellationToken)
    {
        var searchName = OrganisationNames.Searchable(DemoNames.Enterprise);
        if (await db.Enterprises.SingleOrDefaultAsync(e => e.SearchName == searchName, cancellationToken) is { } there)
        {
            return there.Id;
        }

        var made = await mediator.Send(
            new CreateEnterprise.Command
            {
                Name = DemoNames.Enterprise, RegistrationNumber = "91310000MA1K35X89A", ContactName = "Wang Fang", ContactEmail = "boss@acme.example", ContactPhone = "+86 21 5555 0123",
            },
            cancellationToken);
        return made.Value.Id;
    }

    private async Task<PartnerId> PartnerAsync(CancellationToken cancellationToken)
    {
        var searchName = OrganisationNames.Searchable(DemoNames.Partner);
        if (await db.Partners.SingleOrDefaultAsync(p => p.SearchName == searchName, cancellationToken) is { } there)
        {
            return there.Id;
        }

        var made = await mediator.Send(
            new CreatePartner.Command { Name = DemoNames.Partner, ContactName = "Zhao Lei", ContactEmail = "partner@diskworks.example", ContactPhone = "+86 571 5555 0188" },
            cancellationToken);
        return made.Value.Id;
    }

    private async Task AccountAsync(DemoAccount account, EnterpriseId enterprise, PartnerId partner, CancellationToken cancellationToken)
    {
        if (await people.FindByEmailAsync(account.Email) is not null)
        {
            return;
        }

        var role = Role.Find(account.Role)!;
        var person = Person.New(
            clock, account.Email, account.Name,
            role.Audience == Sdk.Web.Audience.Enterprise ? enterprise : null,
            role.Audience == Sdk.Web.Audience.Partner ? partner : null);
        person.EmailConfirmed = true;
        person.Roles.Add(new() { PersonId = person.Id, Role = role.Key });
        person.PasswordHash = people.PasswordHasher.HashPassword(person, Password(configuration));
        var result = await unitOfWork.RunAsync(() => people.CreateAsync(person), r => r.Succeeded, cancellationToken);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The demo account {account.Email} could not be made: {string.Join(", ", result.Errors.Select(e => e.Code))}.");
        }
    }

    /// <summary>The file is what scripts read; when it is there the client is there too. A lost file renews the secret.</summary>
    private async Task OperatorClientAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(dataFolder, "operator-client.json");
        if (File.Exists(file) && await ClientExistsAsync(cancellationToken))
        {
            return;
        }

        var made = await unitOfWork.RunAsync(
            () => clients.CreateOrRenewAsync("operator-cli", "Operator scripts", TokenServer.Scopes, cancellationToken), _ => true, cancellationToken);
        Directory.CreateDirectory(dataFolder);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var stream = new FileStream(file, options);
        await JsonSerializer.SerializeAsync(stream, new { clientId = made.ClientId, clientSecret = made.ClientSecret, scopes = TokenServer.Scopes }, JsonSerializerOptions.Web, cancellationToken);
    }

    private Task<bool> ClientExistsAsync(CancellationToken cancellationToken) =>
        db.Set<OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreApplication>().AnyAsync(c => c.ClientId == "operator-cli", cancellationToken);
}
