using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using static BroadbandHub.Identity.IdentityTexts;

namespace BroadbandHub.Identity.Logs;

/// <summary>Who sees which lines, and how much of them. Scoped.</summary>
internal sealed class LogScope(CurrentUser user)
{
    /// <summary>The lines that the current user may see, or null for nobody's business. The operator reads one log at a time; an organisation both, as far as they are about it.</summary>
    public IQueryable<LogEntry>? Seen(IQueryable<LogEntry> entries, ChangeBook book) => user switch
    {
        { Audience: Audience.Operator } when user.Can(book == ChangeBook.Business ? IdentityPermissions.ReadLog : IdentityPermissions.ReadAdministrationLog) => entries.Where(e => e.Book == book),
        { Audience: Audience.Enterprise, EnterpriseId: { } enterprise } when user.Can(IdentityPermissions.ReadOwnLog) => entries.Where(e => e.EnterpriseId == enterprise),
        { Audience: Audience.Partner, PartnerId: { } partner } when user.Can(IdentityPermissions.ReadOwnLog) => entries.Where(e => e.PartnerId == partner),
        _ => null,
    };

    /// <summary>The same over both logs, of which operator staff may read one, both or none.</summary>
    public IQueryable<LogEntry>? SeenOfAny(IQueryable<LogEntry> entries) => (Seen(entries, ChangeBook.Business), Seen(entries, ChangeBook.Administration)) switch
    {
        ({ }, { }) when IsOperator => entries,
        var (business, administration) => business ?? administration,
    };

    public bool IsOperator => user.Audience == Audience.Operator;

    /// <summary>Whether the actor is one of the reader's own people. Of others an organisation learns no names and no addresses.</summary>
    public bool Knows(LogEntry entry) => IsOperator
        || (user.EnterpriseId is { } enterprise && entry.ActorEnterprise == enterprise)
        || (user.PartnerId is { } partner && entry.ActorPartner == partner);

    /// <summary>Those lines whose actors the reader knows (<see cref="Knows"/>).</summary>
    public IQueryable<LogEntry> OfKnownActors(IQueryable<LogEntry> entries)
    {
        if (IsOperator)
        {
            return entries;
        }

        var (enterprise, partner) = (user.EnterpriseId, user.PartnerId);
        return enterprise is not null ? entries.Where(e => e.ActorEnterprise == enterprise)
            : partner is not null ? entries.Where(e => e.ActorPartner == partner)
            : entries.Where(e => false);
    }

    public string Actor(LogEntry entry) =>
        entry.IsActorErased ? T["log.erased_name"]
        : entry.ActorId is null && entry.ActorClient is null && entry.Refused is not null ? T["log.stranger"]
        : entry.ActorId is null && entry.ActorClient is null ? T["log.hub"]
        : !Knows(entry) ? T[entry.ActorPartner is not null || entry.ActorEnterprise is not null ? "log.others" : "log.operator"]
        : entry.ActorName ?? entry.ActorClient ?? entry.ActorId.ToString()!;
}
