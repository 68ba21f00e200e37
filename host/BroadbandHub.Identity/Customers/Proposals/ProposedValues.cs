using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Customers.Proposals;

/// <summary>Turns what can be proposed into fields and back. What is not here cannot be proposed: state, credit class, tags, number and client manager are the operator's.</summary>
internal static class ProposedValues
{
    public static Dictionary<string, string?> Of(Enterprise enterprise) => new(StringComparer.Ordinal)
    {
        ["name"] = enterprise.Name, ["registration"] = enterprise.RegistrationNumber, ["representative"] = enterprise.LegalRepresentative, ["address"] = enterprise.RegisteredAddress,
        ["industry"] = enterprise.Industry?.ToString(), ["size"] = enterprise.Size?.ToString(),
    };

    public static Dictionary<string, string?> Of(EnterpriseContact? contact) => new(StringComparer.Ordinal)
    {
        ["name"] = contact?.Name, ["role"] = contact?.Role, ["phone"] = contact?.Phone, ["email"] = contact?.Email, ["main"] = contact is { IsMain: true } ? "yes" : null,
    };

    public static List<ProposedField> Differences(Dictionary<string, string?> before, Dictionary<string, string?> after) =>
        [.. before.Where(b => b.Value != after[b.Key]).Select(b => new ProposedField(b.Key, b.Value, after[b.Key]))];

    /// <summary>Whether what the proposal is about is still as it was when somebody proposed it.</summary>
    public static bool StillStands(IReadOnlyList<ProposedField> fields, Dictionary<string, string?> now) => fields.All(f => now.TryGetValue(f.Field, out var value) && value == f.Before);

    public static void Apply(IReadOnlyList<ProposedField> fields, Enterprise enterprise)
    {
        foreach (var (field, _, after) in fields)
        {
            switch (field)
            {
                case "name":
                    (enterprise.Name, enterprise.SearchName, enterprise.NameKey) = (after!, OrganisationNames.Searchable(after!), LookAlikes.KeyOf(after!));
                    break;
                case "registration":
                    (enterprise.RegistrationNumber, enterprise.RegistrationKey) = (after, after is null ? null : LicenceNumber.KeyOf(after));
                    break;
                case "representative":
                    enterprise.LegalRepresentative = after;
                    break;
                case "address":
                    enterprise.RegisteredAddress = after;
                    break;
                case "industry":
                    enterprise.Industry = CustomerWords.Read<Industry>(after);
                    break;
                case "size":
                    enterprise.Size = CustomerWords.Read<EnterpriseSize>(after);
                    break;
            }
        }

        enterprise.Revision++;
    }

    /// <summary>What a field is called; for facts, in both languages.</summary>
    public static LocalText Title(ProposalKind kind, string field) => IdentityTexts.Both((kind, field) switch
    {
        (_, "name") => "list.name",
        (_, "registration") => "enterprise.registration",
        (_, "representative") => "customer.representative",
        (_, "address") => "customer.address",
        (_, "industry") => "customer.industry",
        (_, "size") => "customer.size",
        (_, "role") => "contacts.role",
        (_, "phone") => "contacts.phone",
        (_, "email") => "contacts.email",
        _ => "contacts.main",
    });

    /// <summary>A value as people read it: "before → after".</summary>
    public static string Shown(ProposedField field) => field.Before is null ? Word(field, field.After) : $"{Word(field, field.Before)} → {Word(field, field.After)}";

    /// <summary>The same for the inbox, where people of another language read it than those who proposed.</summary>
    public static string Fact(ProposedField field) => field.Field is "industry" or "size"
        ? string.Join(" → ", new[] { field.Before, field.After ?? "" }.OfType<string>().Select(v => BothWords(field, v)))
        : Shown(field);

    private static string BothWords(ProposedField field, string value) =>
        (field.Field == "size" ? CustomerWords.Read<EnterpriseSize>(value) is { } size ? CustomerWords.Of(size) : null : CustomerWords.Read<Industry>(value) is { } industry ? CustomerWords.Of(industry) : null) is { } words
            ? $"{words.English} / {words.Chinese}"
            : "–";

    private static string Word(ProposedField field, string? value) => value is null ? "–" : field.Field switch
    {
        "industry" => CustomerWords.Text(CustomerWords.Read<Industry>(value)) ?? value,
        "size" => CustomerWords.Text(CustomerWords.Read<EnterpriseSize>(value)) ?? value,
        "main" => "✓",
        _ => value,
    };
}
