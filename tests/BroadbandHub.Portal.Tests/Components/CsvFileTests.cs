using System.Text;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Portal.Tests.Components;

public sealed class CsvFileTests
{
    [Theory]
    [InlineData("Acme", "Acme")]
    [InlineData("Acme, \"the\" shop", "\"Acme, \"\"the\"\" shop\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("+86 21 5555", "'+86 21 5555")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\uff1d1", "'\uff1d1")]
    [InlineData("蓝竹物流", "蓝竹物流")]
    public async Task A_text_is_quoted_where_needed_and_never_a_formula(string text, string cell) => Assert.Equal("\ufeffName\r\n" + cell + "\r\n", await WriteAsync([new("Name", r => r)], text));

    [Fact]
    public async Task Figures_dates_and_nothing_are_written_for_programs()
    {
        var text = await WriteAsync(
            [
                new("Number", _ => -1234.5m), new("Day", _ => new DateOnly(2026, 11, 1)), new("At", _ => new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.FromHours(8))),
                new("Yes", _ => true), new("Nothing", _ => null),
            ],
            "x");

        Assert.Equal("\ufeffNumber,Day,At,Yes,Nothing\r\n-1234.5,2026-11-01,2026-11-01T00:00:00Z,true,\r\n", text);
    }

    private static async Task<string> WriteAsync(IReadOnlyList<CsvColumn<string>> columns, string row)
    {
        using var body = new MemoryStream();
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Response.Body = body;
        await CsvFile.Of("list.csv", columns, new[] { row }.ToAsyncEnumerable()).ExecuteAsync(context);
        Assert.Contains("list.csv", context.Response.Headers.ContentDisposition.ToString(), StringComparison.Ordinal);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
