using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>Reading enterprises for changing them, and writing them back.</summary>
internal static class CustomerRows
{
    public static readonly HubError ChangedMeanwhile = HubError.Conflict(
        "customer.changed_meanwhile", "Somebody else has changed this enterprise since you opened it. Open it again and look at what is different.");

    public static HubError NotFound(EnterpriseId id) => HubError.NotFound("enterprise.not_found", $"There is no enterprise {id}.");

    /// <summary>Takes the enterprise until the transaction ends: whoever else changes it, or what belongs to it, waits. Before anything is read.</summary>
    public static async Task<Enterprise?> LockEnterpriseAsync(this IdentityDb db, EnterpriseId id, CancellationToken cancellationToken)
    {
        await db.Enterprises.Where(e => e.Id == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.Name, e => e.Name), cancellationToken);
        return await db.Enterprises.Include(e => e.Tags).SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
    }

    /// <summary>Writes the enterprise now. The unique indexes are the judge when two clerks are equally fast: the answer is then who has it.</summary>
    public static async Task<HubError?> TrySaveAsync(this IdentityDb db, Enterprise enterprise, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateException taken) when (UniqueIndex.IsViolatedBy(taken))
        {
            db.ChangeTracker.Clear();
            return await db.FindTakenAsync(enterprise, cancellationToken) ?? OrganisationInputs.NameTaken(enterprise.Name);
        }
    }
}

/// <summary>What the log says of a contact: nothing that names or reaches a person.</summary>
internal sealed record ContactFields(string? Role, bool IsMain)
{
    public static ContactFields Of(EnterpriseContact contact) => new(contact.Role, contact.IsMain);

    public void Since(ContactFields? before, Change change) => change.Field("contact_role", before?.Role, Role).Field("main_contact", before?.IsMain ?? false, IsMain);
}

/// <summary>What the log says of an enterprise. Names of people are not among it: the log could not forget them.</summary>
internal sealed record CustomerFields(
    string Name, string? Number, string? Registration, string? Address, LocalText? Industry, LocalText? Size, string? Credit, string Tags)
{
    public static CustomerFields Of(Enterprise enterprise) => new(
        enterprise.Name, enterprise.Number, enterprise.RegistrationNumber, enterprise.RegisteredAddress,
        enterprise.Industry is { } industry ? CustomerWords.Of(industry) : null, enterprise.Size is { } size ? CustomerWords.Of(size) : null,
        enterprise.CreditClass?.ToString(), string.Join(", ", enterprise.Tags.Select(t => t.Name).Order(StringComparer.Ordinal)));

    public void Since(CustomerFields? before, Change change) => change
        .Field("name", before?.Name ?? Name, Name).Field("number", before?.Number, Number).Field("registration", before?.Registration, Registration)
        .Field("registered_address", before?.Address, Address).Field("industry", before?.Industry, Industry).Field("size", before?.Size, Size)
        .Field("credit_class", before?.Credit, Credit).Field("tags", before?.Tags, Tags);
}
