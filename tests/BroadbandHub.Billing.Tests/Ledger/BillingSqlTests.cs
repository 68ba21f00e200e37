using BroadbandHub.Billing.Ledger;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Tests.Ledger;

public sealed class BillingSqlTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Whatever_a_sender_writes_is_stored_as_it_is(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine);
        string[] nasty = ["", "plain-1", "'; DROP TABLE bil_transfers; --", "\\", "\\'", "\"", "@x ? ?", "中文 💾", "a\tb", "%_", new string('\'', 150), "`x`", "trailing ", " leading"];
        foreach (var (text, i) in nasty.Select((t, i) => (t, i)))
        {
            var name = System.Text.Json.JsonSerializer.Serialize(text);
            var body = hub.Event($"e{i}", "1").TrimEnd('}') + $",\"attributes\":{{\"x\":{name}}},\"user\":{(text.Any(char.IsControl) ? "null" : name)}}}";
            Assert.Equal(["Accepted"], await hub.ReportAsync(body));
            Assert.Equal(["Duplicate"], await hub.ReportAsync(body));
        }

        var sql = hub.Services.GetRequiredService<BillingSql>();
        await using var connection = await hub.Services.GetRequiredService<IHubDatabase>().OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await sql.BeginAsync(connection, TestContext.Current.CancellationToken);
        await using var command = BillingSql.CommandOf(transaction, "SELECT EventId, UserRef FROM bil_usage_events ORDER BY Id");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        foreach (var text in nasty)
        {
            Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
            Assert.Equal(text.Any(char.IsControl) ? null : text, reader.IsDBNull(1) ? null : reader.GetString(1));
        }
    }
}
