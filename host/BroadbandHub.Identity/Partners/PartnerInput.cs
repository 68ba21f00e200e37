using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Partners;

/// <summary>What is typed about a partner, by itself or by the operator.</summary>
internal interface IPartnerInput : IOrganisationInput
{
    string? RegistrationNumber { get; }

    string? Address { get; }

    string? Website { get; }

    string? About { get; }
}

internal static class PartnerRules
{
    public const int MostRegistration = 50;
    public const int MostAddress = 300;
    public const int MostWebsite = 200;
    public const int MostAbout = 2000;
}

internal abstract class PartnerRules<T> : OrganisationRules<T>
    where T : IPartnerInput
{
    protected PartnerRules()
    {
        RuleFor(c => c.RegistrationNumber).Must(n => IsLine(n, PartnerRules.MostRegistration)).WithErrorCode("partner.bad_registration")
            .WithMessage($"The registration number has at most {PartnerRules.MostRegistration} characters.");
        RuleFor(c => c.Address).Must(n => IsLine(n, PartnerRules.MostAddress)).WithErrorCode("partner.bad_address").WithMessage($"The address has at most {PartnerRules.MostAddress} characters, in one line.");
        RuleFor(c => c.Website).Must(IsWebsite).WithErrorCode("partner.bad_website").WithMessage($"The web address begins with https:// or http:// and has at most {PartnerRules.MostWebsite} characters.");
        RuleFor(c => c.About).Must(t => t is null || (t.Length <= PartnerRules.MostAbout && !t.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))).WithErrorCode("partner.bad_about")
            .WithMessage($"The description has at most {PartnerRules.MostAbout} characters.");
    }

    private static bool IsLine(string? text, int most) => text is null || (text.Length <= most && !text.Any(char.IsControl));

    // It becomes a link for the operator's staff.
    private static bool IsWebsite(string? text) => string.IsNullOrWhiteSpace(text)
        || (text.Length <= PartnerRules.MostWebsite && Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp));
}

internal static class PartnerInputs
{
    /// <summary>Everything but the name.</summary>
    public static void Apply(this IPartnerInput input, Partner partner)
    {
        (partner.RegistrationNumber, partner.Address, partner.Website, partner.About) = (Tidy(input.RegistrationNumber), Tidy(input.Address), Tidy(input.Website), Tidy(input.About));
        (partner.Contact.Name, partner.Contact.Email, partner.Contact.Phone) = (input.ContactName?.Trim() ?? "", input.ContactEmail?.Trim() ?? "", input.ContactPhone?.Trim() ?? "");
    }

    public static string? Tidy(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Gives the partner its name and writes it now; the unique index is the judge when two are equally fast.</summary>
    public static async Task<HubError?> TryNameAsync(this IdentityDb db, Partner partner, string name, CancellationToken cancellationToken)
    {
        (partner.Name, partner.SearchName) = (name.Trim(), OrganisationNames.Searchable(name));
        var (id, searchName) = (partner.Id, partner.SearchName);
        if (await db.Partners.AsNoTracking().AnyAsync(p => p.Id != id && p.SearchName == searchName, cancellationToken))
        {
            return OrganisationInputs.NameTaken(name);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateException taken) when (UniqueIndex.IsViolatedBy(taken))
        {
            db.ChangeTracker.Clear();
            return OrganisationInputs.NameTaken(name);
        }
    }
}

/// <summary>What the log says of a partner. The contact is not among it: the log could not forget people.</summary>
internal sealed record PartnerFacts(string Name, string? Registration, string? Address, string? Website)
{
    public static PartnerFacts Of(Partner partner) => new(partner.Name, partner.RegistrationNumber, partner.Address, partner.Website);

    public void Since(PartnerFacts? before, Change change) => change.Field("name", before?.Name ?? Name, Name).Field("registration", before?.Registration, Registration)
        .Field("address", before?.Address, Address).Field("website", before?.Website, Website);
}
