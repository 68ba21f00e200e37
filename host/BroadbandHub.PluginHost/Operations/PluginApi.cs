using System.Security.Claims;
using System.Text.Json;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Packages;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.PluginHost.Operations;

/// <summary>The plugins in the HTTP API.</summary>
internal static class PluginApi
{
    private const string Read = "system.plugins.read";
    private const string Manage = "system.plugins.manage";
    private const int MostEvents = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/system/v1").WithTags("Plugins");
        api.MapGet("/plugins", async (IPlugins plugins, CancellationToken token) => Results.Ok(new Page<PluginView>(await plugins.ListAsync(token), null)))
            .RequireAuthorization(Read).WithName("ListPlugins");
        api.MapGet("/plugins/{id}", async (string id, IPlugins plugins, CancellationToken token) =>
            await plugins.FindAsync(id, token) is { } found ? Results.Ok(found) : NotFound(id).ToProblem()).RequireAuthorization(Read).WithName("GetPlugin");
        api.MapPost("/plugins/{id}/enable", async (string id, IPlugins plugins, ClaimsPrincipal user, CancellationToken token) =>
            (await plugins.EnableAsync(id, Name(user), token)).ToHttp()).RequireAuthorization(Manage).WithName("EnablePlugin");
        api.MapPost("/plugins/{id}/disable", async (string id, IPlugins plugins, ClaimsPrincipal user, CancellationToken token) =>
            (await plugins.DisableAsync(id, Name(user), token)).ToHttp()).RequireAuthorization(Manage).WithName("DisablePlugin");
        api.MapPost("/plugins/{id}/upgrade", UpgradeAsync).RequireAuthorization(Manage).WithName("UpgradePlugin");
        api.MapPost("/plugins/{id}/rollback", async (string id, IPlugins plugins, ClaimsPrincipal user, CancellationToken token) =>
            (await plugins.RollBackAsync(id, Name(user), token)).ToHttp()).RequireAuthorization(Manage).WithName("RollBackPlugin");
        api.MapDelete("/plugins/{id}", async (string id, IPlugins plugins, ClaimsPrincipal user, CancellationToken token) =>
            (await plugins.DeleteAsync(id, Name(user), token)).ToHttp()).RequireAuthorization(Manage).WithName("DeletePlugin");
        api.MapDelete("/plugins/{id}/versions/{version}", async (string id, string version, IPlugins plugins, ClaimsPrincipal user, CancellationToken token) =>
            (await plugins.DeleteVersionAsync(id, version, Name(user), token)).ToHttp()).RequireAuthorization(Manage).WithName("DeletePluginVersion");
        api.MapPut("/plugins/{id}/settings", SaveSettingsAsync).RequireAuthorization(Manage).WithName("SavePluginSettings");
        api.MapGet("/plugins/{id}/log", (string id, IPlugins plugins) => Results.Ok(new Page<PluginLogLine>(plugins.RecentLog(id), null)))
            .RequireAuthorization(Read).WithName("GetPluginLog");
        api.MapGet("/plugins/{id}/events", ListEventsAsync).RequireAuthorization(Read).WithName("ListPluginEvents");
        api.MapPost("/plugins/{id}/events/replay", ReplayAsync).RequireAuthorization(Manage).WithName("ReplayPluginEvents");
        api.MapPost("/packages", UploadAsync).RequireAuthorization(Manage).WithName("UploadPackage");
        api.MapGet("/nodes", async (IPlugins plugins, CancellationToken token) => Results.Ok(new Page<NodeView>(await plugins.NodesAsync(token), null)))
            .RequireAuthorization(Read).WithName("ListNodes");
    }

    internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

    private static async Task<IResult> UpgradeAsync(string id, HttpRequest request, IPlugins plugins, ClaimsPrincipal user, CancellationToken token)
    {
        var (body, problem) = await BodyAsync(request, token);
        return problem is not null
            ? problem.ToProblem()
            : body.TryGetValue("version", out var version) && version is null
                ? HubError.Invalid("plugin.bad_version", "The version must be a text, or left out for the highest.", "version").ToProblem()
                : (await plugins.UpgradeAsync(id, version, Name(user), token)).ToHttp();
    }

    private static async Task<IResult> SaveSettingsAsync(string id, HttpRequest request, IPlugins plugins, ClaimsPrincipal user, CancellationToken token)
    {
        var (body, problem) = await BodyAsync(request, token);
        return problem is not null ? problem.ToProblem() : (await plugins.SaveSettingsAsync(id, body, Name(user), token)).ToHttp();
    }

    private static async Task<IResult> ListEventsAsync(string id, string? state, string? before, IPlugins plugins, IDeliveries deliveries, CancellationToken token)
    {
        if (state is not null && !(Enum.TryParse<DeliveryState>(state, ignoreCase: true, out var known) && Enum.IsDefined(known) && !char.IsAsciiDigit(state[0])))
        {
            return HubError.Invalid("plugin.bad_state", "The state must be pending, parked or done.", "state").ToProblem();
        }

        if (before is not null && !long.TryParse(before, out _))
        {
            return HubError.Invalid("page.bad_cursor", "The cursor is not one that this list gave out.", "before").ToProblem();
        }

        if (await plugins.FindAsync(id, token) is null)
        {
            return NotFound(id).ToProblem();
        }

        DeliveryState? wanted = state is null ? null : Enum.Parse<DeliveryState>(state, ignoreCase: true);
        var items = await deliveries.ListAsync(id, wanted, before is null ? null : long.Parse(before, System.Globalization.CultureInfo.InvariantCulture), MostEvents, token);
        return Results.Ok(new Page<DeliveryView>(items, items.Count == MostEvents ? items[^1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
    }

    private static async Task<IResult> ReplayAsync(string id, HttpRequest request, IPlugins plugins, IDeliveries deliveries, CancellationToken token)
    {
        var (body, problem) = await BodyAsync(request, token);
        if (problem is not null)
        {
            return problem.ToProblem();
        }

        long? one = null;
        if (body.TryGetValue("id", out var text) && text is not null)
        {
            if (!long.TryParse(text, out var parsed))
            {
                return HubError.Invalid("plugin.bad_event_id", "The id of a delivery is a whole number.", "id").ToProblem();
            }

            one = parsed;
        }

        return await plugins.FindAsync(id, token) is null ? NotFound(id).ToProblem() : Results.Ok(new { replayed = await deliveries.ReplayAsync(id, one, token) });
    }

    private static async Task<IResult> UploadAsync(HttpContext context, IPlugins plugins, ClaimsPrincipal user, CancellationToken token)
    {
        // The raw zip only: a form could be posted from another site with the operator's cookie.
        if (context.Request.ContentType?.Split(';')[0].Trim() is not ("application/zip" or "application/octet-stream"))
        {
            return HubError.Invalid("package.bad_type", "Send the zip itself, with Content-Type: application/zip.").ToProblem();
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = PackageArchive.MostPackedBytes + 1;
        }

        return (await plugins.UploadAsync(context.Request.Body, Name(user), token)).ToHttp(p => Results.Created($"/system/v1/plugins/{p.PluginId}", p));
    }

    /// <summary>A JSON object of plain values, or nothing.</summary>
    private static async Task<(IReadOnlyDictionary<string, string?> Body, HubError? Problem)> BodyAsync(HttpRequest request, CancellationToken token)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        try
        {
            using var content = new MemoryStream();
            await request.Body.CopyToAsync(content, token);
            if (content.Length == 0)
            {
                return (values, null);
            }

            using var document = JsonDocument.Parse(content.ToArray());
            foreach (var property in document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.EnumerateObject() : throw new JsonException())
            {
                values[property.Name] = property.Value.ValueKind switch
                {
                    JsonValueKind.String => property.Value.GetString(),
                    JsonValueKind.Null => null,
                    JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => property.Value.GetRawText(),
                    _ => throw new JsonException(),
                };
            }

            return (values, null);
        }
        // InvalidOperationException: an escape in a name or a text that is half a character.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (values, HubError.Invalid("request.malformed", "The body must be a JSON object of texts, numbers and booleans."));
        }
    }

    private static HubError NotFound(string id) => HubError.NotFound("plugin.not_found", $"There is no plugin {id}.");

    private static string Name(ClaimsPrincipal user) =>
        user.Identity?.Name ?? user.FindFirst("client_id")?.Value ?? user.FindFirst("sub")?.Value ?? "unknown";
}
