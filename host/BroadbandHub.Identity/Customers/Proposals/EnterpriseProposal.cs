using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers.Proposals;

/// <summary>What a proposal is about.</summary>
internal enum ProposalKind
{
    Data,
    NewContact,
    Contact,
    RemoveContact,
}

internal enum ProposalState
{
    Open,
    Accepted,
    Refused,
    Withdrawn,
}

/// <summary>A field as it was when the change was proposed, and as it is to be. Values in the text that the API writes.</summary>
internal sealed record ProposedField(string Field, string? Before, string? After);

/// <summary>What an enterprise wants changed about itself. The fields are never altered: what is decided is what was proposed.</summary>
internal sealed class EnterpriseProposal
{
    public const int MostOpen = 20;

    public ProposalId Id { get; init; }

    public EnterpriseId EnterpriseId { get; init; }

    public ProposalKind Kind { get; init; }

    /// <summary>Which contact, when it is about one that there is.</summary>
    public ContactId? ContactId { get; init; }

    /// <summary>JSON of <see cref="ProposedField"/>s.</summary>
    public string Content { get; init; } = "[]";

    public Guid ProposedBy { get; init; }

    public DateTimeOffset ProposedAt { get; init; }

    public ProposalState State { get; set; }

    /// <summary>What the decider said; the enterprise reads it.</summary>
    public string? Comment { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public IReadOnlyList<ProposedField> Fields() => JsonSerializer.Deserialize<List<ProposedField>>(Content, HubJson.Options) ?? [];

    public static string Write(IReadOnlyList<ProposedField> fields) => JsonSerializer.Serialize(fields, HubJson.Options);

    public static void Map(ModelBuilder model) => model.Entity<EnterpriseProposal>(proposal =>
    {
        proposal.ToTable("enterprise_proposals").HasKey(p => p.Id);
        proposal.Property(p => p.Id).ValueGeneratedNever();
        proposal.Property(p => p.Kind).HasConversion<string>().HasMaxLength(20);
        proposal.Property(p => p.State).HasConversion<string>().HasMaxLength(20);
        proposal.Property(p => p.Comment).HasMaxLength(ApprovalDecision.MostComment);
        proposal.HasIndex(p => p.EnterpriseId);
    });
}

/// <summary>Names a proposal. Text form <c>prop_…</c>.</summary>
internal readonly record struct ProposalId(Guid Value) : IHubId<ProposalId>
{
    public static string Prefix => "prop";

    public static ProposalId From(Guid value) => new(value);

    public static ProposalId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static ProposalId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ProposalId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    public override string ToString() => IdText.Format(Prefix, Value);
}
