using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>What the operator types about a customer; the same for a new one, for changing one and for a line of a file.</summary>
internal interface ICustomerInput : IOrganisationInput
{
    string? Number { get; }

    string? RegistrationNumber { get; }

    string? LegalRepresentative { get; }

    string? RegisteredAddress { get; }

    Industry? Industry { get; }

    EnterpriseSize? Size { get; }

    CreditClass? CreditClass { get; }

    IReadOnlyList<string>? Tags { get; }
}

internal class CustomerRules<T> : OrganisationRules<T>
    where T : ICustomerInput
{
    public const int MostTags = 20;
    public const int MostTag = 40;
    public const int MostNumber = 30;
    public const int MostRepresentative = 100;
    public const int MostAddress = 300;

    public CustomerRules()
    {
        RuleFor(c => c.Number).Must(n => IsLine(n, MostNumber)).WithErrorCode("customer.bad_number").WithMessage($"The customer number has at most {MostNumber} characters.");
        RuleFor(c => c.RegistrationNumber).MaximumLength(LicenceNumber.Most).WithErrorCode("enterprise.registration_too_long").WithMessage("The registration number has at most 50 characters.");
        RuleFor(c => c.RegistrationNumber).Must(n => IsLine(n, LicenceNumber.Most) && LicenceNumber.IsPlausible(n ?? "")).WithErrorCode("customer.bad_licence")
            .WithMessage("A unified social credit code has 18 characters, and the last one does not fit the others here. Look at the licence again.");
        RuleFor(c => c.LegalRepresentative).Must(n => IsLine(n, MostRepresentative)).WithErrorCode("customer.bad_representative")
            .WithMessage($"The legal representative's name has at most {MostRepresentative} characters.");
        RuleFor(c => c.RegisteredAddress).Must(n => IsLine(n, MostAddress)).WithErrorCode("customer.bad_address").WithMessage($"The registered address has at most {MostAddress} characters, in one line.");
        RuleFor(c => c.Tags).Must(t => t is null || (t.Count <= MostTags && t.All(tag => !string.IsNullOrWhiteSpace(tag) && IsLine(tag, MostTag)))).WithErrorCode("customer.bad_tags")
            .WithMessage($"A customer has at most {MostTags} tags of at most {MostTag} characters each.");
    }

    private static bool IsLine(string? text, int most) => text is null || (text.Length <= most && !text.Any(char.IsControl));
}

internal static class CustomerInputs
{
    /// <summary>Writes what was typed over what is known. The contact is not among it: contacts have a list of their own.</summary>
    public static void Apply(this ICustomerInput input, Enterprise enterprise)
    {
        // "-" is how people write that there is none.
        var registration = Tidy(input.RegistrationNumber) is { } typed && LicenceNumber.KeyOf(typed).Length > 0 ? typed : null;
        (enterprise.Name, enterprise.SearchName, enterprise.NameKey) = (input.Name!.Trim(), OrganisationNames.Searchable(input.Name), LookAlikes.KeyOf(input.Name));
        (enterprise.Number, enterprise.LegalRepresentative, enterprise.RegisteredAddress) = (Tidy(input.Number), Tidy(input.LegalRepresentative), Tidy(input.RegisteredAddress));
        enterprise.RegistrationNumber = registration is null ? null : LicenceNumber.Tidy(registration);
        enterprise.RegistrationKey = registration is null ? null : LicenceNumber.KeyOf(registration);
        (enterprise.Industry, enterprise.Size, enterprise.CreditClass) = (input.Industry, input.Size, input.CreditClass);
        Retag(enterprise, input.Tags ?? []);
    }

    public static string? Tidy(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Null when no other enterprise has the name, the number or the licence.</summary>
    public static async Task<HubError?> FindTakenAsync(this IdentityDb db, Enterprise wanted, CancellationToken cancellationToken)
    {
        var others = db.Enterprises.AsNoTracking().Where(e => e.Id != wanted.Id);
        var (name, number, key) = (wanted.SearchName, wanted.Number, wanted.RegistrationKey);
        if (await others.AnyAsync(e => e.SearchName == name, cancellationToken))
        {
            return OrganisationInputs.NameTaken(wanted.Name);
        }

        if (number is not null && await others.AnyAsync(e => e.Number == number, cancellationToken))
        {
            return HubError.Conflict("customer.number_taken", $"Another customer has the number {number}.") with { Field = "number" };
        }

        return key is not null && await others.Where(e => e.RegistrationKey == key).Select(e => e.Name).FirstOrDefaultAsync(cancellationToken) is { } holder
            ? HubError.Conflict("customer.licence_taken", $"“{holder}” has this registration number. One licence is one customer: open that one.") with { Field = "registrationNumber" }
            : null;
    }

    private static void Retag(Enterprise enterprise, IReadOnlyList<string> wanted)
    {
        var tags = wanted.Select(t => t.Trim()).DistinctBy(EnterpriseTag.KeyOf).ToDictionary(EnterpriseTag.KeyOf);
        enterprise.Tags.RemoveAll(t => !tags.TryGetValue(t.Key, out var name) || name != t.Name);
        enterprise.Tags.AddRange(tags.Where(t => enterprise.Tags.TrueForAll(there => there.Key != t.Key)).Select(t => EnterpriseTag.Of(enterprise, t.Value)));
    }
}
