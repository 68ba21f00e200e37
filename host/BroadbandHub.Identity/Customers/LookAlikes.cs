using System.Text;
using BroadbandHub.Identity.Accounts;
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

/// <summary>Customers who may be the one that somebody is about to enter: the same name but for its form, or a contact with the same telephone.</summary>
internal static class LookAlikes
{
    public const int Most = 10;
    public const string Code = "customer.looks_like";

    // The longest first, so that what is left of one is not another one's beginning.
    private static readonly string[] Forms =
    [
        "股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "集团公司", "companylimited", "incorporated", "corporation", "公司", "集团", "limited", "coltd", "corp", "gmbh", "ltd", "inc", "llc", "plc", "co",
    ];

    internal sealed record Query(string? Name, string? Phone) : IQuery<Result>;

    internal sealed record Result(IReadOnlyList<Item> Items);

    /// <param name="SameName">Alike by name; by a contact's telephone otherwise.</param>
    internal sealed record Item(EnterpriseId Id, string Name, CustomerState State, bool SameName);

    internal sealed class Handler(OrganisationsReader organisations) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken) =>
            new Result(await FindAsync(organisations.Enterprises, request.Name, request.Phone, cancellationToken));
    }

    public static HubError Refusal(IReadOnlyList<Item> found) => HubError.Conflict(
        "customer.looks_like", $"This may be a customer already: {string.Join(", ", found.Select(f => $"“{f.Name}”"))}. Look there first; confirm that it is another one if it is.");

    public static Task<List<Item>> FindAsync(IQueryable<Enterprise> among, string? name, string? phone, CancellationToken cancellationToken)
    {
        var (key, digits) = (KeyOf(name ?? ""), EnterpriseContact.PhoneKeyOf(phone));
        return among.AsNoTracking().Where(e => (key != "" && e.NameKey == key) || (digits != null && e.Contacts.Any(c => c.PhoneKey == digits))).OrderBy(e => e.SearchName).Take(Most)
            .Select(e => new Item(e.Id, e.Name, e.State, e.NameKey == key)).ToListAsync(cancellationToken);
    }

    /// <summary>What is left of a name without spaces, punctuation, case, width and legal form.</summary>
    public static string KeyOf(string name)
    {
        var bare = string.Concat(WellFormed.Compose(name, NormalizationForm.FormKC).ToLowerInvariant().EnumerateRunes().Where(Rune.IsLetterOrDigit));
        var key = bare;
        while (Array.Find(Forms, f => key.Length > f.Length + 1 && key.EndsWith(f, StringComparison.Ordinal)) is { } form)
        {
            key = key[..^form.Length];
        }

        return key.Length > 200 ? key[..200] : key;
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/enterprises/look-alikes", async (string? name, string? phone, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(name, phone), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ReadOrganisations)
        .WithTags("Organisations").WithName("FindLookAlikes").WithSummary("Customers whose name is the same but for spelling and legal form, or who have a contact with the telephone number.").Produces<Result>();
}
