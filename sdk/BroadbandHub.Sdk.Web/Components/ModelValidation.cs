using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace BroadbandHub.Sdk.Web.Components;

/// <summary>Checks a model's validation attributes and says what is wrong in the reader's language.</summary>
internal static class ModelValidation
{
    public static IEnumerable<(string? Field, string Message)> Check(object model)
    {
        foreach (var property in model.GetType().GetProperties().Where(p => p.CanRead && p.GetIndexParameters().Length == 0))
        {
            var context = new ValidationContext(model) { MemberName = property.Name };
            var value = property.GetValue(model);
            var attributes = property.GetCustomAttributes(typeof(ValidationAttribute), true).Cast<ValidationAttribute>();
            var broken = attributes.OrderByDescending(a => a is RequiredAttribute).FirstOrDefault(a => a.GetValidationResult(value, context) != ValidationResult.Success);
            if (broken is not null)
            {
                yield return (property.Name, Describe(broken, property.Name));
            }
        }

        if (model is IValidatableObject own)
        {
            foreach (var result in own.Validate(new ValidationContext(model)))
            {
                yield return (result.MemberNames.FirstOrDefault(), result.ErrorMessage ?? ComponentTexts.T["form.not_matching"]);
            }
        }
    }

    private static string Describe(ValidationAttribute attribute, string name) => attribute switch
    {
        { ErrorMessage: not null } => attribute.FormatErrorMessage(name),
        RequiredAttribute => ComponentTexts.T["form.required"],
        StringLengthAttribute { MinimumLength: > 0 } length => ComponentTexts.T["form.too_short", length.MinimumLength] + " " + ComponentTexts.T["form.too_long", length.MaximumLength],
        StringLengthAttribute length => ComponentTexts.T["form.too_long", length.MaximumLength],
        MaxLengthAttribute length => ComponentTexts.T["form.too_long", length.Length],
        MinLengthAttribute length => ComponentTexts.T["form.too_short", length.Length],
        RangeAttribute range => ComponentTexts.T["form.out_of_range", Shown(range.Minimum), Shown(range.Maximum)],
        EmailAddressAttribute => ComponentTexts.T["form.not_email"],
        RegularExpressionAttribute => ComponentTexts.T["form.not_matching"],
        _ => attribute.FormatErrorMessage(name),
    };

    private static string Shown(object limit) => Convert.ToString(limit, CultureInfo.CurrentCulture) ?? "";
}
