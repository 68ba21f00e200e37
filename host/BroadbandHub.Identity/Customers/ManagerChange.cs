using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>An enterprise went from one client manager to another. Rows are never changed.</summary>
internal sealed class ManagerChange
{
    public Guid Id { get; init; }

    public EnterpriseId EnterpriseId { get; init; }

    public Guid? FromId { get; init; }

    public Guid? ToId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>The person who did it; null for a machine.</summary>
    public Guid? ById { get; init; }

    public string? ByClient { get; init; }

    public string? Reason { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<ManagerChange>(change =>
    {
        change.ToTable("manager_changes").HasKey(c => c.Id);
        change.Property(c => c.Id).ValueGeneratedNever();
        change.Property(c => c.ByClient).HasMaxLength(100);
        change.Property(c => c.Reason).HasMaxLength(CustomerTables.MostReason);
        change.HasIndex(c => c.EnterpriseId);
    });
}

/// <summary>Who may be a client manager, and the book of who was. Scoped.</summary>
internal sealed class ManagerBook(IdentityDb db, CurrentUser user, TimeProvider clock)
{
    /// <summary>The operator's people who can sign in: one of them looks after each customer.</summary>
    public IQueryable<Person> Candidates => db.People.Where(p => p.EnterpriseId == null && p.PartnerId == null && p.SuspendedAt == null);

    public Task<bool> CanBeAsync(PersonId person, CancellationToken cancellationToken) => Candidates.AnyAsync(p => p.Id == person.Value, cancellationToken);

    public void Note(EnterpriseId enterprise, Guid? from, Guid? to, string? reason) => db.ManagerChanges.Add(new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()), EnterpriseId = enterprise, FromId = from, ToId = to, At = clock.GetUtcNow().ToWholeMicros(), ById = user.PersonId?.Value,
        ByClient = user.PersonId is null ? user.ClientId : null, Reason = reason,
    });

    /// <summary>What the log says of it. It keeps ids: names of people are read where it is shown, so that somebody can be forgotten.</summary>
    public static Change Describe(Enterprise enterprise, Guid? from, Guid? to, string? reason, Change change)
    {
        return change.About("enterprise", enterprise.Id, enterprise.Name).Of(enterprise.Id).Field("manager", Name(from), Name(to)).With("reason", reason);

        static string? Name(Guid? person) => person is { } id ? new PersonId(id).ToString() : null;
    }

    public static HubError? CheckReason(string? reason, bool isNeeded) =>
        reason is null && isNeeded ? HubError.Invalid("customer.no_reason", "Say why; whoever looks at the enterprise later will read it.", "reason")
        : reason is { Length: > CustomerTables.MostReason } || reason?.Any(c => char.IsControl(c) && c is not ('\n' or '\r')) == true
            ? HubError.Invalid("customer.bad_reason", $"A reason has at most {CustomerTables.MostReason} characters.", "reason")
        : null;

    public static HubError Unknown => HubError.Invalid("manager.unknown", "A client manager is somebody of the operator who can sign in.", "managerId");
}
