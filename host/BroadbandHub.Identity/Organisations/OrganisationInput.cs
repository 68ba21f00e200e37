using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using FluentValidation;

namespace BroadbandHub.Identity.Organisations;

/// <summary>What is typed about an organisation, and its rules: the same for the pages and for the API.</summary>
internal interface IOrganisationInput
{
    string? Name { get; }

    string? ContactName { get; }

    string? ContactEmail { get; }

    string? ContactPhone { get; }
}

internal abstract class OrganisationRules<T> : AbstractValidator<T>
    where T : IOrganisationInput
{
    protected OrganisationRules()
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(c => c.Name).Must(n => !string.IsNullOrWhiteSpace(n)).WithErrorCode("organisation.name_missing").WithMessage("Give the organisation a name.");
        RuleFor(c => c.Name).Must(n => n!.Trim().Length <= 200).WithErrorCode("organisation.name_too_long").WithMessage("The name has at most 200 characters.")
            .When(c => c.Name is not null);
        RuleFor(c => c.Name).Must(n => !n!.Any(char.IsControl)).WithErrorCode("organisation.name_not_text").WithMessage("The name has characters that cannot be shown.")
            .When(c => c.Name is not null);
        RuleFor(c => c.ContactName).MaximumLength(200).WithErrorCode("organisation.contact_too_long").WithMessage("The contact's name has at most 200 characters.");
        RuleFor(c => c.ContactEmail).Must(e => string.IsNullOrWhiteSpace(e) || PersonRules.IsEmail(e.Trim())).WithErrorCode("organisation.email_wrong")
            .WithMessage("The contact's e-mail address must look like name@example.com and have at most 254 characters.");
        RuleFor(c => c.ContactName).Must(IsLine).WithErrorCode("organisation.contact_not_text").WithMessage("The contact's name has characters that cannot be shown.");
        RuleFor(c => c.ContactPhone).Must(IsLine).WithErrorCode("organisation.phone_not_text").WithMessage("The contact's telephone number has characters that cannot be shown.");
        RuleFor(c => c.ContactPhone).MaximumLength(50).WithErrorCode("organisation.phone_too_long").WithMessage("The contact's telephone number has at most 50 characters.");
    }

    private static bool IsLine(string? text) => text?.Any(char.IsControl) != true;
}

internal static class OrganisationInputs
{
    public static Contact ToContact(this IOrganisationInput input) => new()
    {
        Name = input.ContactName?.Trim() ?? "",
        Email = input.ContactEmail?.Trim() ?? "",
        Phone = input.ContactPhone?.Trim() ?? "",
    };

    public static HubError NameTaken(string name) =>
        HubError.Conflict("organisation.name_taken", $"There is already an organisation called “{name.Trim()}”. Open that one, or choose a name that tells them apart.") with { Field = "name" };
}
