using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web.Components;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>Which customers a list shows; the same for the page, its file and the API.</summary>
/// <param name="Search">A part of a name, number, licence, representative, address, contact, line, tag or manager; or an id.</param>
/// <param name="Credit">A class, or <see cref="None"/> for those without one.</param>
/// <param name="Manager">A person's id, <see cref="Mine"/> or <see cref="None"/>.</param>
internal sealed record CustomerFilter(string? Search = null, string? State = null, string? Credit = null, string? Manager = null, string? Tag = null)
{
    public const string Mine = "me";
    public const string None = "none";

    public bool IsEmpty => string.IsNullOrEmpty(Search) && string.IsNullOrEmpty(State) && string.IsNullOrEmpty(Credit) && string.IsNullOrEmpty(Manager) && string.IsNullOrEmpty(Tag);
}

/// <summary>Finds customers among those that the current user may see. Scoped.</summary>
internal sealed class CustomerFinder(IdentityDb db, OrganisationsReader organisations, CurrentUser user)
{
    public IQueryable<Enterprise> Find(CustomerFilter filter)
    {
        var found = Search(organisations.Enterprises, filter.Search);
        if (!string.IsNullOrEmpty(filter.State))
        {
            // What is no state is nobody's.
            var state = CustomerWords.Read<CustomerState>(filter.State);
            found = found.Where(e => e.State == state);
        }

        if (!string.IsNullOrEmpty(filter.Credit))
        {
            var credit = CustomerWords.Read<CreditClass>(filter.Credit);
            found = credit is null && filter.Credit != CustomerFilter.None ? found.Where(_ => false) : found.Where(e => e.CreditClass == credit);
        }

        if (!string.IsNullOrEmpty(filter.Manager))
        {
            var manager = filter.Manager == CustomerFilter.Mine ? user.PersonId : PersonId.TryParse(filter.Manager, null, out var id) ? id : null;
            var person = manager?.Value;
            found = person is null && filter.Manager != CustomerFilter.None ? found.Where(_ => false) : found.Where(e => e.ManagerId == person);
        }

        if (!string.IsNullOrEmpty(filter.Tag))
        {
            var tag = EnterpriseTag.KeyOf(filter.Tag);
            found = found.Where(e => e.Tags.Any(t => t.Key == tag));
        }

        return found;
    }

    public IQueryable<Enterprise> Search(IQueryable<Enterprise> all, string? search)
    {
        var words = OrganisationNames.Searchable(search ?? "");
        if (words.Length == 0)
        {
            return all;
        }

        if (EnterpriseId.TryParse(words, null, out var id))
        {
            return all.Where(e => e.Id == id);
        }

        // What has no letter or digit is in no number: "-" must not find everything.
        var (licence, line, phone) = (OrNothing(LicenceNumber.KeyOf(words)), OrNothing(BroadbandLine.KeyOf(words)), EnterpriseContact.PhoneKeyOf(words) ?? "-");
        return all.Where(e =>
            e.SearchName.Contains(words) || e.Number!.ToLower().Contains(words) || e.RegistrationKey!.Contains(licence) || e.LegalRepresentative!.ToLower().Contains(words) || e.RegisteredAddress!.ToLower().Contains(words)
            || e.Contacts.Any(c => c.SearchName.Contains(words) || c.Email!.ToLower().Contains(words) || c.PhoneKey!.Contains(phone))
            || e.Tags.Any(t => t.Key.Contains(words))
            || db.BroadbandLines.Any(l => l.EnterpriseId == e.Id && (l.NumberKey.Contains(line) || l.Address!.ToLower().Contains(words)))
            || db.People.Any(p => p.Id == e.ManagerId && p.FullName.ToLower().Contains(words)));
    }

    private static string OrNothing(string key) => key.Any(char.IsLetterOrDigit) ? key : "\n";
}

/// <summary>By what lists of customers can be sorted. Names are unique, so they settle what is alike.</summary>
internal static class CustomerOrder
{
    public static ListSort Read(string? asked) => ListSort.Read(asked, "name", "name", "number", "state", "credit", "since");

    public static IQueryable<Enterprise> Sort(IQueryable<Enterprise> customers, ListSort sort) => sort switch
    {
        { Key: "number", Descending: false } => customers.OrderBy(e => e.Number == null).ThenBy(e => e.Number).ThenBy(e => e.SearchName),
        { Key: "number" } => customers.OrderByDescending(e => e.Number).ThenBy(e => e.SearchName),
        { Key: "state", Descending: false } => customers.OrderBy(e => e.State).ThenBy(e => e.SearchName),
        { Key: "state" } => customers.OrderByDescending(e => e.State).ThenBy(e => e.SearchName),
        { Key: "credit", Descending: false } => customers.OrderBy(e => e.CreditClass == null).ThenBy(e => e.CreditClass).ThenBy(e => e.SearchName),
        { Key: "credit" } => customers.OrderByDescending(e => e.CreditClass).ThenBy(e => e.SearchName),
        _ => OrganisationOrder.Sort(customers, sort),
    };
}
