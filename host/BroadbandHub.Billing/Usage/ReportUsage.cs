using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace BroadbandHub.Billing.Usage;

/// <summary>
/// The billing collection interface. Takes a JSON batch or CloudEvents, and answers each event by itself once all that was accepted is durable and
/// in the ledger. Not a MediatR request: nothing on this path is made per event but the event.
/// </summary>
internal static class ReportUsage
{
    public const int MostBytes = 16 * 1024 * 1024;

    public static async Task<IResult> HandleAsync(HttpContext http, ICurrentUser user, UsageIntake intake, TimeProvider clock)
    {
        if (user.ApplicationKey is not { Length: > 0 } application)
        {
            return HubError.Forbidden("usage.no_application", "Usage is reported with the credentials of an application.").ToProblem();
        }

        if (FormOf(http.Request) is not { } form)
        {
            return Problem(StatusCodes.Status415UnsupportedMediaType, "usage.unsupported_media_type",
                "Send application/json, application/cloudevents+json or application/cloudevents-batch+json, in UTF-8 and not compressed.");
        }

        if (await ReadBodyAsync(http) is not { } body)
        {
            return Problem(StatusCodes.Status413PayloadTooLarge, "usage.too_large", $"A request holds at most {MostBytes:N0} bytes. Nothing was recorded.");
        }

        var started = clock.GetTimestamp();
        var events = form switch
        {
            Form.Batch => UsageJson.ReadBatch(body, application),
            Form.BinaryCloudEvent => CloudEventJson.ReadBinary(body, application, name => http.Request.Headers["ce-" + name].FirstOrDefault() is { } text ? Uri.UnescapeDataString(text) : null),
            _ => CloudEventJson.Read(body, application, isBatch: form == Form.CloudEventBatch),
        };
        if (!events.IsOk)
        {
            return events.Error.ToProblem();
        }

        var batch = new UsageBatch(application, events.Value);
        batch.Timings.Add("parse", clock.GetElapsedTime(started));
        started = clock.GetTimestamp();
        var recorded = await intake.RecordAsync(batch);
        if (!recorded.IsOk)
        {
            http.Response.Headers.RetryAfter = "1";
            return recorded.Error.ToProblem();
        }

        batch.Timings.Add("queue-and-write", clock.GetElapsedTime(started));
        http.Response.Headers["Server-Timing"] = batch.Timings.ToString();
        return new Answer(batch, recorded.Value);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/billing/v1/usage", HandleAsync)
        .RequireAuthorization(BillingPermissions.ReportUsage)
        .DisableAntiforgery()
        .WithTags("Usage")
        .WithSummary("Report usage")
        .WithDescription(
            "Up to 10,000 events and 16 MiB: {\"events\":[{id, subscription, meter, quantity, time, user?, attributes?}]}, or CloudEvents 1.0 (structured, batch, binary). "
            + "Each event is answered accepted, duplicate or rejected with a code; answered means durable. Repeating an event with the same id is safe.")
        .Accepts<object>(MediaTypeNames.Application.Json, "application/cloudevents+json", "application/cloudevents-batch+json")
        .Produces<UsageAnswer>();

    /// <summary>What the answer looks like; it is written by hand below.</summary>
    public sealed record UsageAnswer(int Accepted, int Duplicates, int Rejected, IReadOnlyList<UsageResult> Results);

    public sealed record UsageResult(string Id, string Status, string? Code, string? Message);

    private enum Form
    {
        Batch,
        CloudEvent,
        CloudEventBatch,
        BinaryCloudEvent,
    }

    private static Form? FormOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            || request.Headers.ContentEncoding.Count > 0)
        {
            return null;
        }

        return type.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/cloudevents+json" => Form.CloudEvent,
            "application/cloudevents-batch+json" => Form.CloudEventBatch,
            "application/json" => request.Headers.ContainsKey("ce-specversion") ? Form.BinaryCloudEvent : Form.Batch,
            _ => null,
        };
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext http)
    {
        var length = http.Request.ContentLength;
        if (length > MostBytes)
        {
            return null;
        }

        var buffer = new byte[length ?? 64 * 1024];
        var read = 0;
        while (true)
        {
            if (read == buffer.Length)
            {
                if (length is not null)
                {
                    break;
                }

                if (read > MostBytes)
                {
                    return null;
                }

                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var count = await http.Request.Body.ReadAsync(buffer.AsMemory(read), http.RequestAborted);
            if (count == 0)
            {
                break;
            }

            read += count;
        }

        // Not a conditional expression: there, null would become an empty memory.
        if (read > MostBytes)
        {
            return null;
        }

        return buffer.AsMemory(0, read);
    }

    private static IResult Problem(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code });

    private sealed class Answer(UsageBatch batch, UsageVerdict[] verdicts) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            var buffer = new ArrayBufferWriter<byte>(64 + (verdicts.Length * 64));
            using (var json = new Utf8JsonWriter(buffer))
            {
                Write(json);
            }

            httpContext.Response.ContentLength = buffer.WrittenCount;
            await httpContext.Response.Body.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted);
        }

        private void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteNumber("accepted", verdicts.Count(v => v.Status == UsageStatus.Accepted));
            json.WriteNumber("duplicates", verdicts.Count(v => v.Status == UsageStatus.Duplicate));
            json.WriteNumber("rejected", verdicts.Count(v => v.Status == UsageStatus.Rejected));
            json.WriteStartArray("results");
            for (var i = 0; i < verdicts.Length; i++)
            {
                json.WriteStartObject();
                json.WriteString("id", batch.Events[i].Id);
                json.WriteString("status", verdicts[i].Status switch
                {
                    UsageStatus.Accepted => "accepted"u8,
                    UsageStatus.Duplicate => "duplicate"u8,
                    _ => "rejected"u8,
                });
                if (verdicts[i].Code is { } code)
                {
                    json.WriteString("code", code);
                    json.WriteString("message", UsageCodes.MessageOf(code));
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
