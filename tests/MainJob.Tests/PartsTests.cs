namespace MainJob.Tests;

/// <summary>A story that checks figures must itself be seen to fail.</summary>
public sealed class PartsTests
{
    [Fact]
    public void A_figure_that_is_off_is_an_exit_code()
    {
        var figures = new Figures();
        figures.Check("right", 1m, 1.00m);
        Assert.Equal(0, figures.Close());
        figures.Check("off by a fen", 1m, 1.01m);
        Assert.Equal(1, figures.Close());
    }

    [Fact]
    public void A_story_that_checked_nothing_did_not_succeed() => Assert.Equal(1, new Figures().Close());

    [Theory]
    [InlineData("2026-11-22T20:00:00Z", "2026-10", "2026-09-30T16:00:00Z", "2026-10-31T16:00:00Z")]
    [InlineData("2026-11-30T15:59:59Z", "2026-10", "2026-09-30T16:00:00Z", "2026-10-31T16:00:00Z")]
    [InlineData("2026-11-30T16:00:00Z", "2026-11", "2026-10-31T16:00:00Z", "2026-11-30T16:00:00Z")]
    [InlineData("2027-01-05T00:00:00Z", "2026-12", "2026-11-30T16:00:00Z", "2026-12-31T16:00:00Z")]
    public void Last_month_is_the_operator_s(string now, string month, string start, string end)
    {
        var last = AccountingMonth.LastBefore(DateTimeOffset.Parse(now, null));
        Assert.Equal((month, DateTimeOffset.Parse(start, null), DateTimeOffset.Parse(end, null)), (last.Text, last.Start, last.End));
    }

    [Theory]
    [InlineData("2024-09-01T00:00:00Z")]
    [InlineData("2024-09-30T23:59:59Z")]
    [InlineData("2024-01-31T23:59:59Z")]
    public void Every_instant_is_mapped_into_the_month(string at)
    {
        var month = new AccountingMonth(new DateOnly(2026, 2, 1), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        Assert.InRange(month.Map(DateTimeOffset.Parse(at, null)), month.Start, month.End.AddTicks(-1));
    }

    [Fact]
    public void A_usage_file_is_read_exactly()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """
                "ChargeCategory","ChargeDescription","ChargePeriodStart","ListUnitPrice","PricingQuantity","PricingUnit","SkuId"
                Usage,"Traffic, ""first"" tier","2024-09-02 03:00:00","0.0000004",0.00000000001,"GB",EGRESS
                Tax,"Tax","2024-09-02 03:00:00","1",2,"Units",TAX
                Usage,NULL,"2024-09-03 00:00:00","0.09",-1.5,"GB",EGRESS
                """);
            var rows = UsageFile.Read(file);
            Assert.Equal(
                [
                    new UsageRow("row-1", "EGRESS.0.0000004", "GB", "Traffic, \"first\" tier", 0.0000004m, 0.00000000001m, new DateTimeOffset(2024, 9, 2, 3, 0, 0, TimeSpan.Zero)),
                    new UsageRow("row-3", "EGRESS.0.09", "GB", "EGRESS", 0.09m, -1.5m, new DateTimeOffset(2024, 9, 3, 0, 0, 0, TimeSpan.Zero)),
                ],
                rows);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
