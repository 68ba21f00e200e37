using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace MainJob;

/// <summary>
/// The main job with the Network Disk application: real files go up, lie there and come down, with the application's clock in last month; what it measured
/// is reported, priced and billed. Everything is computed here a second time, from what the story did and not from what the programs say.
/// </summary>
internal static class NetworkDiskStory
{
    private const string HubKey = "main-job-key";

    private const decimal Flat = 30.00m;
    private const decimal StoragePrice = 0.20m;
    private const decimal StorageIncluded = 5m;
    private const decimal TrafficBorder = 0.05m;
    private const decimal TrafficFirst = 20.00m;
    private const decimal TrafficRest = 10.00m;
    private const decimal RequestPrice = 0.015m;
    private const decimal RequestsIncluded = 2m;
    private const decimal Tax = 0.06m;

    public static async Task PlayAsync(House house, CancellationToken cancellationToken)
    {
        var (figures, diskAddress) = (house.Figures, Launched.FreeAddress());
        await Selling.EnablePluginAsync(house, new JsonObject { ["baseAddress"] = diskAddress.ToString(), ["apiKey"] = HubKey }, cancellationToken);
        var credentials = await Selling.CreateCredentialsAsync(house, cancellationToken);
        var diskFolder = Path.Combine(house.Work, "disk");
        (string, string)[] environment =
        [
            ("Disk__Folder", diskFolder), ("Disk__HubKey", HubKey), ("Disk__Clock", house.Month.Start.ToString("O", CultureInfo.InvariantCulture)),
            ("Hub__Address", house.Hub.Address.ToString()), ("Hub__ClientId", credentials.Id), ("Hub__ClientSecret", credentials.Secret),
        ];
        await using var program = await Launched.StartAsync(house.Root, "NetworkDisk", "samples/NetworkDisk", diskAddress, "", Path.Combine(house.Work, "disk.log"), environment, cancellationToken);
        figures.Step($"The Network Disk application answers at {diskAddress}, its clock at the beginning of {house.Month.Text}");

        var enterprise = await Selling.CreateEnterpriseAsync(house, "Suzhou Garden Tea 苏州园林茶业", cancellationToken);
        var product = await Selling.CreateProductAsync(house, "Network Disk Office", "网络硬盘办公版", "CNY", Components(), cancellationToken);
        var subscription = await Selling.SubscribeAsync(house, enterprise, product, cancellationToken);

        using var disk = new HttpClient { BaseAddress = diskAddress };
        var used = await UseAsync(disk, subscription, cancellationToken);
        figures.Step("Files went up, lay there for 540 hours of the application's clock, came down and were deleted");
        await ReportAsync(house, disk, used, subscription, cancellationToken);
        await RepeatAsync(house, disk, credentials, cancellationToken);

        var bill = await MonthEnd.BillAsync(house, enterprise, cancellationToken);
        CheckBill(figures, bill, used);
        await MonthEnd.SavePdfAsync(house, bill, cancellationToken);
        await MonthEnd.CheckBooksAsync(house, cancellationToken);
    }

    private static async Task<Used> UseAsync(HttpClient disk, string subscription, CancellationToken cancellationToken)
    {
        const int Menu = 12_345_678;
        const int Photos = 30_000_000;
        await UploadAsync("tea menu 茶单.pdf", Menu);
        await AdvanceAsync(240);
        await UploadAsync("photos.zip", Photos);
        await DownloadAsync("photos.zip", Photos);
        await DownloadAsync("photos.zip", Photos);
        await AdvanceAsync(200);
        using (var deleted = await disk.DeleteAsync(Address("tea menu 茶单.pdf"), cancellationToken))
        {
            Ok(deleted);
        }

        await AdvanceAsync(100);

        // The same sums with other arithmetic than the application's: decimal, from sizes and hours.
        var gigabyteHours = ((Menu * 240m) + ((Menu + Photos) * 200m) + (Photos * 100m)) / 1_000_000_000m;
        var gigabytes = (Menu + (Photos * 3m)) / 1_000_000_000m;
        return new Used(Floor6(gigabyteHours), Floor6(gigabytes), 5);

        string Address(string name) => $"files/{subscription}/{Uri.EscapeDataString(name)}";

        async Task UploadAsync(string name, int bytes)
        {
            var content = new byte[bytes];
            new Random(bytes).NextBytes(content);
            using var body = new ByteArrayContent(content);
            using var response = await disk.PutAsync(Address(name), body, cancellationToken);
            Ok(response);
        }

        async Task DownloadAsync(string name, int bytes)
        {
            var content = await disk.GetByteArrayAsync(Address(name), cancellationToken);
            var expected = new byte[bytes];
            new Random(bytes).NextBytes(expected);
            if (!content.AsSpan().SequenceEqual(expected))
            {
                throw new StoryException($"{name} came back changed.");
            }
        }

        async Task AdvanceAsync(int hours)
        {
            using var response = await disk.PostAsync($"clock/advance?hours={hours}", null, cancellationToken);
            Ok(response);
        }
    }

    private static async Task ReportAsync(House house, HttpClient disk, Used used, string subscription, CancellationToken cancellationToken)
    {
        var report = await PostAsync(disk, "report", cancellationToken);
        house.Figures.Step($"The application has reported its usage: {report["accepted"]} events accepted");
        house.Figures.Check("events it still owes", 0, (int)report["kept"]!);
        house.Figures.Check("events rejected", 0, (int)report["rejected"]!);
        var record = await house.Api.ListAsync($"billing/v1/usage?subscription={subscription}", cancellationToken);
        house.Figures.Check("GB·h in the consumption record", used.GigabyteHours, Sum("storage.gb-hours"));
        house.Figures.Check("GB of traffic in it", used.Gigabytes, Sum("traffic.gb"));
        house.Figures.Check("requests in it", used.Requests, Sum("requests"));
        house.Figures.Check("events in it that lie outside of the month", 0, record.Count(e => (string?)e["month"] != house.Month.Text));

        decimal Sum(string meter) => record.Where(e => (string?)e["meter"] == meter).Sum(e => decimal.Parse((string)e["quantity"]!, CultureInfo.InvariantCulture));
    }

    /// <summary>All events once more, as after an answer that got lost: nothing may change.</summary>
    private static async Task RepeatAsync(House house, HttpClient disk, (string Id, string Secret) credentials, CancellationToken cancellationToken)
    {
        var sent = (await disk.GetFromJsonAsync<JsonObject>("usage", cancellationToken))!["items"]!.AsArray();
        var events = new JsonArray([.. sent.Select(e => new JsonObject
        {
            ["id"] = (string)e!["id"]!,
            ["subscription"] = (string)e["subscription"]!,
            ["meter"] = (string)e["meter"]!,
            ["quantity"] = (decimal)e["quantity"]!,
            ["time"] = (string)e["time"]!,
        })]);
        using var application = await HubApi.SignOnAsync(house.Hub.Address, credentials.Id, credentials.Secret, "billing.usage", cancellationToken);
        var answer = await application.PostAsync("billing/v1/usage", new JsonObject { ["events"] = events }, cancellationToken);
        house.Figures.Step("The same events are sent again");
        house.Figures.Check("told to be duplicates", events.Count, (int)answer["duplicates"]!);
        house.Figures.Check("accepted", 0, (int)answer["accepted"]!);
    }

    private static void CheckBill(Figures figures, JsonNode bill, Used used)
    {
        var storage = Round(Math.Max(0, used.GigabyteHours - StorageIncluded) * StoragePrice);
        var traffic = Round((Math.Min(used.Gigabytes, TrafficBorder) * TrafficFirst) + (Math.Max(0, used.Gigabytes - TrafficBorder) * TrafficRest));
        var requests = Round(Math.Max(0, used.Requests - RequestsIncluded) * RequestPrice);
        var net = Flat + storage + traffic + requests;
        figures.Check("flat fee", Flat, Line("base"));
        figures.Check("storage", storage, Line("storage"));
        figures.Check("traffic", traffic, Line("traffic"));
        figures.Check("requests", requests, Line("requests"));
        figures.Check("net", net, (decimal)bill["bill"]!["net"]!);
        figures.Check("tax", Round(net * Tax), (decimal)bill["bill"]!["tax"]!);
        figures.Check("CNY to pay", net + Round(net * Tax), (decimal)bill["bill"]!["gross"]!);

        decimal Line(string component) => bill["lines"]!.AsArray().Where(l => (string?)l!["componentKey"] == component).Sum(l => (decimal)l!["net"]!);
    }

    private static JsonArray Components() =>
    [
        new JsonObject { ["type"] = "flatMonthly", ["key"] = "base", ["name"] = Selling.Words("Base fee", "基本费"), ["taxCategory"] = "standard", ["amount"] = Flat },
        new JsonObject
        {
            ["type"] = "perUnit", ["key"] = "storage", ["name"] = Selling.Words("Storage", "存储"), ["taxCategory"] = "standard", ["meter"] = "storage.gb-hours",
            ["unitPrice"] = StoragePrice, ["included"] = StorageIncluded,
        },
        new JsonObject
        {
            ["type"] = "graduated", ["key"] = "traffic", ["name"] = Selling.Words("Traffic", "流量"), ["taxCategory"] = "standard", ["meter"] = "traffic.gb", ["included"] = 0m,
            ["tiers"] = new JsonArray(new JsonObject { ["upTo"] = TrafficBorder, ["unitPrice"] = TrafficFirst }, new JsonObject { ["upTo"] = null, ["unitPrice"] = TrafficRest }),
        },
        new JsonObject
        {
            ["type"] = "perUnit", ["key"] = "requests", ["name"] = Selling.Words("Requests", "请求"), ["taxCategory"] = "standard", ["meter"] = "requests",
            ["unitPrice"] = RequestPrice, ["included"] = RequestsIncluded,
        },
    ];

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        using var response = await client.PostAsync(path, null, cancellationToken);
        Ok(response);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
    }

    private static void Ok(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new StoryException($"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}.");
        }
    }

    private static decimal Floor6(decimal quantity) => Math.Floor(quantity * 1_000_000m) / 1_000_000m;

    private static decimal Round(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    private sealed record Used(decimal GigabyteHours, decimal Gigabytes, decimal Requests);
}
