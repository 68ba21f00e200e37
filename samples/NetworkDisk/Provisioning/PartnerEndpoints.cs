using NetworkDisk.Journal;

namespace NetworkDisk.Provisioning;

/// <summary>
/// How we, the partner, stand with the operator. Customers notice nothing of it; it is our own people who must know, so it is in the log and at this address.
/// </summary>
internal static class PartnerEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/provisioning/v1/partner").AddEndpointFilter(HubKey.CheckAsync);
        group.MapPut("", Put);
        group.MapGet("", (Disk disk) => disk.Read(d => d.Partner) is { } said
            ? Results.Ok(new { state = said.State, reason = said.Reason, since = (DateTimeOffset?)said.Since })
            : Results.Ok(new { state = "active", reason = (string?)null, since = (DateTimeOffset?)null }));
    }

    private static IResult Put(PartnerBody body, Disk disk, TimeProvider clock, ILogger<Disk> log)
    {
        if (body.State is not ("active" or "suspended" or "left") || body.Since is not { } since || body.Reason?.Length > 2_000)
        {
            return Problems.Of(400, "partner.malformed", "A notice has a state (active, suspended or left) and since when; a reason has at most 2,000 characters.");
        }

        // A notice may come twice or late; only a newer one changes anything.
        var news = disk.Change<bool>(d => d.Partner is { } before && before.Since >= since
            ? (false, null)
            : (true, new PartnerChanged(clock.GetUtcNow(), body.State, body.Reason, since)));
        if (news)
        {
            log.LogWarning("For the operator we are {State} since {Since:u}: {Reason}", body.State, since, body.Reason ?? "no reason given");
        }

        return Results.NoContent();
    }
}

/// <summary>What the hub tells of us.</summary>
internal sealed record PartnerBody(string? State, string? Reason, DateTimeOffset? Since);
