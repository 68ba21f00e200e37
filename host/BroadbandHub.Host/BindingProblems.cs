using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using BroadbandHub.Sdk;
using Microsoft.AspNetCore.Http.Metadata;

namespace BroadbandHub.Host;

/// <summary>
/// Says in the API's own words what is wrong with input that the framework could not read: which parameter or JSON path, and what belongs there. The
/// framework's words name the host's C# types, which mean nothing to a caller.
/// </summary>
internal static partial class BindingProblems
{
    private const string Code = "input.malformed";

    public static HubError Describe(BadHttpRequestException bad, Endpoint? endpoint)
    {
        var parameters = endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [];
        var name = QuotedParameter().Match(bad.Message) is { Success: true } quoted ? quoted.Groups[1].Value : null;
        var parameter = parameters.FirstOrDefault(p => p.Name == name)?.ParameterInfo;
        if (bad.InnerException is JsonException json)
        {
            return OfJson(json, parameter?.ParameterType);
        }

        if (bad.Message.Contains("body", StringComparison.OrdinalIgnoreCase))
        {
            return HubError.Invalid(Code, "Send a JSON body, as the API's description says.");
        }

        if (parameter is null)
        {
            return HubError.Invalid(Code, "The request is not as documented.");
        }

        var shape = ExpectedShape.Of(parameter.ParameterType);
        return HubError.Invalid(
            Code,
            bad.Message.StartsWith("Required", StringComparison.Ordinal) ? $"“{name}” is missing: {shape} is expected." : $"“{name}” cannot be read: {shape} is expected.",
            name);
    }

    private static HubError OfJson(JsonException json, Type? body)
    {
        var path = json.Path is null or "$" ? null : json.Path.StartsWith("$.", StringComparison.Ordinal) ? json.Path[2..] : json.Path;
        var said = json.Message.Split(" Path: ", 2)[0].TrimEnd();
        if (said.Contains("could not be converted", StringComparison.Ordinal) || NamesATypeOfOurs().IsMatch(said))
        {
            said = path is null ? $"{Capital(ExpectedShape.Of(body))} is expected." : $"“{path}” cannot be read: {ExpectedShape.Of(TypeAt(body, json.Path!))} is expected.";
        }
        else if (path is not null)
        {
            said = $"“{path}” cannot be read: {said}";
        }
        else
        {
            said = $"This is not JSON: {said}";
        }

        return HubError.Invalid(Code, said, path);
    }

    /// <summary>What belongs at the path in a body of this type; null when the path leaves what is known.</summary>
    private static Type? TypeAt(Type? type, string path)
    {
        foreach (Match step in PathStep().Matches(path))
        {
            type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
            type = step.Groups["name"] is { Success: true } name
                ? type?.GetProperty(name.Value, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.PropertyType
                : ExpectedShape.ElementOf(type);
        }

        return type;
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    // The framework writes: Failed to bind parameter "Nullable<SubscriptionId> id" from "x".
    [GeneratedRegex("\"[^\"]*?([A-Za-z_][A-Za-z0-9_]*)\"")]
    private static partial Regex QuotedParameter();

    [GeneratedRegex(@"\.(?<name>[A-Za-z_][A-Za-z0-9_]*)|\[[^\]]*\]")]
    private static partial Regex PathStep();

    [GeneratedRegex(@"BroadbandHub\.|System\.|type '")]
    private static partial Regex NamesATypeOfOurs();
}

/// <summary>How a value looks in JSON, a route or a query, in words.</summary>
internal static class ExpectedShape
{
    private const string AnyId = "_01m82e98hafzx8aeb03hy9p9tt";

    public static string Of(Type? type)
    {
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        if (type is null)
        {
            return "another kind of value";
        }

        if (type.IsEnum)
        {
            return "one of " + string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName));
        }

        if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHubId<>)))
        {
            return $"an id such as {type.GetProperty("Prefix", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) ?? "abc"}{AnyId}";
        }

        return true switch
        {
            _ when type == typeof(string) => "a text",
            _ when type == typeof(int) || type == typeof(long) || type == typeof(short) => "a whole number",
            _ when type == typeof(decimal) || type == typeof(double) => "a number",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(DateOnly) => "a date such as 2026-11-30",
            _ when type == typeof(DateTimeOffset) => "a time such as 2026-11-30T08:00:00+08:00",
            _ when type == typeof(LocalText) => "a text of the form {\"en\": \"…\", \"zh\": \"…\"}",
            _ when ElementOf(type) is not null => "a list",
            _ when type.IsPrimitive => "a number",
            _ => "an object",
        };
    }

    public static Type? ElementOf(Type? type) =>
        type is null || type == typeof(string) ? null
        : type.IsArray ? type.GetElementType()
        : type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
}
