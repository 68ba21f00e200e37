using System.Globalization;
using System.Text.RegularExpressions;
using BroadbandHub.PluginHost.Contracts;

namespace BroadbandHub.PluginHost.Manifests;

/// <summary>The schema of settings in plugin.json, and the check of a value against it.</summary>
internal static partial class SettingsReader
{
    public static List<SettingDefinition> Read(JsonFields manifest)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return manifest.Objects("settings").Select(fields =>
        {
            var definition = ReadOne(fields);
            return seen.Add(definition.Key) ? definition : throw fields.Wrong("key", $"is \"{definition.Key}\", which is there twice");
        }).ToList();
    }

    /// <summary>What is wrong with a value, or null. The sentence never repeats the value: it may be a secret.</summary>
    public static string? Check(SettingDefinition setting, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return setting.Required && setting.Default is null ? $"The setting \"{setting.Key}\" needs a value." : null;
        }

        return setting.Type switch
        {
            _ when value.Length > 4_000 => $"The setting \"{setting.Key}\" is longer than 4,000 characters.",
            SettingType.Number when !TryNumber(value, out _) => $"The setting \"{setting.Key}\" must be a number, with a point for decimals.",
            SettingType.Number when TryNumber(value, out var n) && (n < setting.Min || n > setting.Max) =>
                string.Create(CultureInfo.InvariantCulture, $"The setting \"{setting.Key}\" must lie between {setting.Min?.ToString(CultureInfo.InvariantCulture) ?? "any"} and {setting.Max?.ToString(CultureInfo.InvariantCulture) ?? "any"}."),
            SettingType.Boolean when value is not ("true" or "false") => $"The setting \"{setting.Key}\" must be true or false.",
            SettingType.Choice when !setting.Choices.Contains(value) => $"The setting \"{setting.Key}\" must be one of {string.Join(", ", setting.Choices)}.",
            _ => null,
        };
    }

    public static bool TryNumber(string? text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private static SettingDefinition ReadOne(JsonFields fields)
    {
        var key = fields.RequiredText("key", 60);
        if (!KeyPattern().IsMatch(key))
        {
            throw fields.Wrong("key", $"is \"{key}\"; letters, digits, dots, hyphens and underscores are allowed");
        }

        var typeText = fields.Text("type", 20) ?? "text";
        var type = typeText switch
        {
            "text" => SettingType.Text,
            "number" => SettingType.Number,
            "boolean" => SettingType.Boolean,
            "choice" => SettingType.Choice,
            "secret" => SettingType.Secret,
            _ => throw fields.Wrong("type", $"is \"{typeText}\"; it must be text, number, boolean, choice or secret"),
        };
        var definition = new SettingDefinition(
            key, type, fields.LocalTextOf("label", 80) ?? new(key), fields.LocalTextOf("help", 300), fields.Flag("required"),
            fields.Scalar("default"), fields.Number("min"), fields.Number("max"), fields.Texts("choices", 80));
        if (type == SettingType.Choice && definition.Choices.Count == 0)
        {
            throw fields.Wrong("choices", "must list what can be chosen");
        }

        if (type == SettingType.Secret && definition.Default is not null)
        {
            throw fields.Wrong("default", "is not allowed for a secret: it would be the same everywhere");
        }

        return definition.Default is not null && Check(definition, definition.Default) is not null
            ? throw fields.Wrong("default", "does not fit the setting's own type, limits or choices")
            : definition;
    }

    [GeneratedRegex("^[A-Za-z0-9._-]+$")]
    private static partial Regex KeyPattern();
}
