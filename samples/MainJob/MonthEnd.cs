using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace MainJob;

/// <summary>The month is closed: preview, approve, issue; the bill is read and saved; an accounting tool checks the books.</summary>
internal static class MonthEnd
{
    public static async Task<JsonNode> BillAsync(House house, string enterprise, CancellationToken cancellationToken)
    {
        var (api, figures, month) = (house.Api, house.Figures, house.Month.Text);
        var run = await api.PostAsync("billing/v1/runs", new JsonObject { ["month"] = month }, cancellationToken);
        var path = $"billing/v1/runs/{run["id"]}";
        await api.UntilAsync(path, r => Is(r, "previewed"), "The preview was not ready", cancellationToken);
        await api.PostAsync(path + "/approve", null, cancellationToken);
        await api.PostAsync(path + "/issue", null, cancellationToken);
        run = await api.UntilAsync(path, r => Is(r, "issued"), "The run was not issued", cancellationToken);
        figures.Step($"The run of {month} was previewed, approved and issued: {run["bills"]} bill(s)");
        figures.Check("accounts left out of it", 0, (int)run["parked"]!);

        var bills = await api.ListAsync($"billing/v1/bills?enterprise={enterprise}&month={month}", cancellationToken);
        figures.Check("bills of the enterprise", 1, bills.Count);
        var detail = bills.Count == 0 ? throw new StoryException("There is no bill to look at.") : await api.GetAsync($"billing/v1/bills/{bills[0]["id"]}", cancellationToken);
        figures.Step($"Bill {detail["bill"]!["number"]} of {detail["bill"]!["customerName"]}");
        return detail;

        static bool Is(JsonNode node, string state) => string.Equals((string?)node["state"], state, StringComparison.OrdinalIgnoreCase);
    }

    public static async Task SavePdfAsync(House house, JsonNode bill, CancellationToken cancellationToken)
    {
        foreach (var language in new[] { "en", "zh" })
        {
            var pdf = await house.Api.DownloadAsync($"billing/v1/bills/{bill["bill"]!["id"]}/pdf?lang={language}", cancellationToken);
            house.Figures.Check($"the bill as PDF ({language}) begins with", "%PDF-", Encoding.ASCII.GetString(pdf, 0, Math.Min(5, pdf.Length)));
            await KeepAsync(house, $"bill-{language}.pdf", pdf, cancellationToken);
        }
    }

    public static async Task CheckBooksAsync(House house, CancellationToken cancellationToken)
    {
        var journal = await house.Api.DownloadAsync("billing/v1/journal?format=hledger", cancellationToken);
        var file = Path.Combine(house.Work, "hub.journal");
        await File.WriteAllBytesAsync(file, journal, cancellationToken);
        await KeepAsync(house, "hub.journal", journal, cancellationToken);
        house.Figures.Step($"The ledger's journal is exported, {journal.Length:N0} bytes");
        await CheckWithAsync(house, "hledger", ["check", "--strict", "-f", file], cancellationToken);

        var beancount = Path.Combine(house.Work, "hub.beancount");
        var content = await house.Api.DownloadAsync("billing/v1/journal?format=beancount", cancellationToken);
        await File.WriteAllBytesAsync(beancount, content, cancellationToken);
        await KeepAsync(house, "hub.beancount", content, cancellationToken);
        await CheckWithAsync(house, "bean-check", [beancount], cancellationToken);
    }

    private static async Task CheckWithAsync(House house, string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        Process? process;
        try
        {
            var start = new ProcessStartInfo(tool) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["LANG"] = start.Environment["LC_ALL"] = "C.UTF-8";
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            house.Figures.Note($"{tool} is not installed; its check of the journal is left out");
            return;
        }

        using (process!)
        {
            var (output, error) = (process!.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            var said = (await output + await error).Trim();
            house.Figures.Check($"{tool}{(tool == "hledger" ? " check --strict" : "")} says", "nothing wrong", process.ExitCode == 0 ? "nothing wrong" : said);
        }
    }

    private static async Task KeepAsync(House house, string name, byte[] content, CancellationToken cancellationToken)
    {
        if (house.Output is not null)
        {
            Directory.CreateDirectory(house.Output);
            await File.WriteAllBytesAsync(Path.Combine(house.Output, name), content, cancellationToken);
            house.Figures.Note($"saved {Path.Combine(house.Output, name)}");
        }
    }
}
