using System.Globalization;
using System.Text.Json.Nodes;

namespace MainJob;

/// <summary>The main job with usage from a file instead of an application: each meter of the file is registered, priced and billed.</summary>
internal static class UsageFileStory
{
    private const int Scale = 12;

    public static async Task PlayAsync(House house, string file, CancellationToken cancellationToken)
    {
        var (figures, rows) = (house.Figures, UsageFile.Read(file));
        var meters = rows.GroupBy(r => r.Meter).Select(g => g.First()).OrderBy(m => m.Meter, StringComparer.Ordinal).ToList();
        var good = rows.Where(r => r.Quantity >= 0).ToList();
        figures.Step($"{Path.GetFileName(file)}: {rows.Count} rows of usage on {meters.Count} meters, {good.Count} of them not negative");

        await Selling.EnablePluginAsync(house, null, cancellationToken);
        var credentials = await Selling.CreateCredentialsAsync(house, cancellationToken);
        using var application = await HubApi.SignOnAsync(house.Hub.Address, credentials.Id, credentials.Secret, "billing.usage catalog.meters", cancellationToken);
        foreach (var meter in meters)
        {
            var body = new JsonObject { ["unit"] = meter.Unit, ["scale"] = Scale, ["name"] = Selling.Words(meter.Text, meter.Text) };
            await application.PutAsync($"catalog/v1/applications/{Selling.Application}/meters/{Uri.EscapeDataString(meter.Meter)}", body, cancellationToken);
        }

        figures.Step($"The application has registered {meters.Count} meters of its own");
        var enterprise = await Selling.CreateEnterpriseAsync(house, "Hangzhou Robotics 杭州机器人", cancellationToken);
        var product = await Selling.CreateProductAsync(house, "Metered cloud", "按量云服务", "USD", Components(meters), cancellationToken);
        var subscription = await Selling.SubscribeAsync(house, enterprise, product, cancellationToken);
        await SendAsync(house, application, rows, subscription, cancellationToken);

        var record = await house.Api.ListAsync($"billing/v1/usage?subscription={subscription}&limit=1000", cancellationToken);
        figures.Step("The consumption record is read back, event by event");
        var price = meters.ToDictionary(m => m.Meter, m => m.Price);
        figures.Check("meters with usage", good.Select(r => r.Meter).Distinct().Count(), record.Select(e => (string)e["meter"]!).Distinct().Count());
        figures.Check("exact sum", Exact(good.Sum(r => r.Quantity * r.Price)), Exact(record.Sum(e => Quantity(e) * price[(string)e["meter"]!])));

        var bill = await MonthEnd.BillAsync(house, enterprise, cancellationToken);
        var rounded = good.GroupBy(r => r.Meter).Sum(g => Math.Round(g.Sum(r => r.Quantity) * g.First().Price, 2, MidpointRounding.AwayFromZero));
        figures.Check("net, rounded once per meter", rounded, (decimal)bill["bill"]!["net"]!);
        figures.Check("tax", 0m, (decimal)bill["bill"]!["tax"]!);
        figures.Check("USD to pay", rounded, (decimal)bill["bill"]!["gross"]!);
        await MonthEnd.SavePdfAsync(house, bill, cancellationToken);
        await MonthEnd.CheckBooksAsync(house, cancellationToken);
    }

    private static async Task SendAsync(House house, HubApi application, IReadOnlyList<UsageRow> rows, string subscription, CancellationToken cancellationToken)
    {
        var events = new JsonArray([.. rows.Select(r => new JsonObject
        {
            ["id"] = r.Id,
            ["subscription"] = subscription,
            ["meter"] = r.Meter,
            ["quantity"] = r.Quantity,
            ["time"] = house.Month.Map(r.At).ToString("O", CultureInfo.InvariantCulture),
        })]);
        var answer = await application.PostAsync("billing/v1/usage", new JsonObject { ["events"] = events }, cancellationToken);
        var negative = rows.Where(r => r.Quantity < 0).Select(r => r.Id).ToList();
        house.Figures.Step($"{rows.Count} events are sent in one batch");
        house.Figures.Check("accepted", rows.Count - negative.Count, (int)answer["accepted"]!);
        house.Figures.Check("rejected, because negative", negative.Count, (int)answer["rejected"]!);
        var listed = (await house.Api.ListAsync("billing/v1/usage/rejected", cancellationToken)).Where(e => (string?)e["id"] is { } id && negative.Contains(id)).ToList();
        house.Figures.Check("of these, listed as rejected", negative.Count, listed.Count);
        foreach (var code in listed.GroupBy(e => (string?)e["code"]))
        {
            house.Figures.Note($"{code.Count()} × {code.Key}");
        }
    }

    private static JsonArray Components(IEnumerable<UsageRow> meters) => new([.. meters.Select((m, i) => new JsonObject
    {
        ["type"] = "perUnit",
        ["key"] = $"meter-{i + 1}",
        ["name"] = Selling.Words(m.Text, m.Text),
        ["taxCategory"] = "zero",
        ["meter"] = m.Meter,
        ["unitPrice"] = m.Price,
        ["included"] = 0m,
    })]);

    private static decimal Quantity(JsonNode e) => decimal.Parse((string)e["quantity"]!, CultureInfo.InvariantCulture);

    /// <summary>The digits that count: 1.50 and 1.5 are one figure.</summary>
    private static string Exact(decimal sum) => sum.ToString("0.############################", CultureInfo.InvariantCulture);
}
