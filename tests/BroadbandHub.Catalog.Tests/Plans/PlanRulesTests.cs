using System.Text.Json;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Plans;

namespace BroadbandHub.Catalog.Tests.Plans;

public sealed class PlanRulesTests
{
    private static readonly HashSet<string> Meters = ["storage.gb-hours", "traffic.gb", "requests"];
    private static readonly HashSet<string> Categories = ["standard", "zero"];

    /// <summary>A component as JSON, what is wrong with it, and where.</summary>
    public static TheoryData<string, string?, string?> Components => new()
    {
        { """{"type":"flatMonthly","key":"k","name":{"en":"N"},"taxCategory":"standard","amount":0}""", null, null },
        { """{"type":"flatMonthly","key":"k","name":{"en":"N"},"taxCategory":"zero","amount":"0.000000000001"}""", null, null },
        { """{"type":"flatMonthly","key":"k","name":{"en":"N"},"taxCategory":"zero","amount":1.50000000000000000}""", null, null },
        { """{"type":"perUnit","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","unitPrice":0.0000004}""", null, null },
        { """{"type":"perUnit","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","unitPrice":1,"included":10.5}""", null, null },
        { """{"type":"graduated","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","tiers":[{"upTo":null,"unitPrice":1}]}""", null, null },
        { """{"type":"graduated","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","tiers":[{"upTo":1,"unitPrice":2},{"upTo":1.5,"unitPrice":1},{"unitPrice":0}]}""", null, null },
        { "null", "plan.unknown_type", "" },
        { """{"type":"flatMonthly","name":{"en":"N"},"taxCategory":"zero","amount":1}""", "plan.bad_key", ".key" },
        { """{"type":"flatMonthly","key":"a b","name":{"en":"N"},"taxCategory":"zero","amount":1}""", "plan.bad_key", ".key" },
        { """{"type":"flatMonthly","key":"k","taxCategory":"zero","amount":1}""", "text.missing", ".name.en" },
        { """{"type":"flatMonthly","key":"k","name":{"zh":"名"},"taxCategory":"zero","amount":1}""", "text.missing", ".name.en" },
        { """{"type":"flatMonthly","key":"k","name":{"en":"N"},"amount":1}""", "plan.unknown_tax_category", ".taxCategory" },
        { """{"type":"flatMonthly","key":"k","name":{"en":"N"},"taxCategory":"luxury","amount":1}""", "plan.unknown_tax_category", ".taxCategory" },
        { """{"type":"flatMonthly","key":"k","name":{"en":"N"},"taxCategory":"zero"}""", "plan.bad_price", ".amount" },
        { """{"type":"flatMonthly","key":"k","name":{"en":"N"},"taxCategory":"zero","amount":-1}""", "plan.bad_price", ".amount" },
        { """{"type":"flatMonthly","key":"k","name":{"en":"N"},"taxCategory":"zero","amount":1000000000000.1}""", "plan.bad_price", ".amount" },
        { """{"type":"flatMonthly","key":"k","name":{"en":"N"},"taxCategory":"zero","amount":0.0000000000001}""", "plan.bad_price", ".amount" },
        { """{"type":"flatMonthly","key":"k","name":{"en":"N"},"taxCategory":"zero","amount":1,"meter":"requests"}""", "plan.unexpected_field", ".meter" },
        { """{"type":"perUnit","key":"k","name":{"en":"N"},"taxCategory":"zero","unitPrice":1}""", "plan.unknown_meter", ".meter" },
        { """{"type":"perUnit","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"Requests","unitPrice":1}""", "plan.unknown_meter", ".meter" },
        { """{"type":"perUnit","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests"}""", "plan.bad_price", ".unitPrice" },
        { """{"type":"perUnit","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","unitPrice":1,"included":-1}""", "plan.bad_quantity", ".included" },
        { """{"type":"perUnit","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","unitPrice":1,"tiers":[]}""", "plan.unexpected_field", ".tiers" },
        { """{"type":"graduated","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests"}""", "plan.bad_tiers", ".tiers" },
        { """{"type":"graduated","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","tiers":[]}""", "plan.bad_tiers", ".tiers" },
        { """{"type":"graduated","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","tiers":[null]}""", "plan.bad_price", ".tiers[0].unitPrice" },
        { """{"type":"graduated","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","tiers":[{"upTo":5,"unitPrice":1}]}""", "plan.bad_tiers", ".tiers[0].upTo" },
        { """{"type":"graduated","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","tiers":[{"unitPrice":1},{"unitPrice":1}]}""", "plan.bad_tiers", ".tiers[0].upTo" },
        { """{"type":"graduated","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","tiers":[{"upTo":0,"unitPrice":1},{"unitPrice":1}]}""", "plan.bad_tiers", ".tiers[0].upTo" },
        { """{"type":"graduated","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","tiers":[{"upTo":5,"unitPrice":1},{"upTo":5,"unitPrice":1},{"unitPrice":1}]}""", "plan.bad_tiers", ".tiers[1].upTo" },
        { """{"type":"graduated","key":"k","name":{"en":"N"},"taxCategory":"zero","meter":"requests","tiers":[{"upTo":5},{"unitPrice":1}]}""", "plan.bad_price", ".tiers[0].unitPrice" },
        { """{"type":"volume","key":"k","name":{"en":"N"},"taxCategory":"zero"}""", "plan.unknown_type", ".type" },
        { """{"key":"k","name":{"en":"N"},"taxCategory":"zero"}""", "plan.unknown_type", ".type" },
    };

    [Theory, MemberData(nameof(Components))]
    public void A_component_is_checked_and_the_field_at_fault_named(string json, string? code, string? field)
    {
        var component = JsonSerializer.Deserialize<ComponentJson>(json, new JsonSerializerOptions(JsonSerializerDefaults.Web));
        var (plan, errors) = PlanRules.Check(Some.Plan(component), Meters, Categories);
        Assert.Equal(code, errors.FirstOrDefault()?.Code);
        Assert.Equal(code is null ? null : "components[0]" + field, errors.FirstOrDefault()?.Field);
        Assert.Equal(code is null, plan is not null);
    }

    [Theory]
    [InlineData("1e-12", true)]
    [InlineData("\"0.25\"", true)]
    [InlineData("1.000000000000000000000000000000000000", true)]
    [InlineData("1e-40", false)]
    [InlineData("0.12345678901200000000000000000000000001", false)]
    [InlineData("1e400", false)]
    [InlineData("1e99999999999", false)]
    [InlineData("\"NaN\"", false)]
    [InlineData("\"1,5\"", false)]
    [InlineData("true", false)]
    public void A_number_is_read_with_every_digit_or_not_at_all(string number, bool readable)
    {
        var json = """{"type":"flatMonthly","key":"k","name":{"en":"N"},"taxCategory":"zero","amount":NUMBER}""".Replace("NUMBER", number, StringComparison.Ordinal);
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        if (readable)
        {
            Assert.NotNull(JsonSerializer.Deserialize<ComponentJson>(json, options)!.Amount);
        }
        else
        {
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ComponentJson>(json, options));
        }
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var (_, errors) = PlanRules.Check(new PlanInput("RMB", "up", [Some.Flat("a", -1), Some.Flat("a"), Some.PerUnit(meter: "x")]), Meters, Categories);
        Assert.Equal(
            ["plan.unknown_currency", "plan.bad_rounding", "plan.bad_price", "plan.duplicate_key", "plan.unknown_meter"], errors.Select(e => e.Code));
    }

    [Theory]
    [InlineData(0, "plan.no_components")]
    [InlineData(1, null)]
    [InlineData(262, null)]
    [InlineData(500, null)]
    [InlineData(501, "plan.too_many_components")]
    public void A_plan_has_one_to_five_hundred_components(int count, string? code)
    {
        var (_, errors) = PlanRules.Check(Some.Plan([.. Enumerable.Range(0, count).Select(i => Some.Flat($"k{i}"))]), Meters, Categories);
        Assert.Equal(code, errors.FirstOrDefault()?.Code);
    }

    [Fact]
    public void A_plan_without_components_is_refused() =>
        Assert.Equal("plan.no_components", PlanRules.Check(new PlanInput("CNY", null, null), Meters, Categories).Errors[0].Code);

    [Fact]
    public void Components_come_back_from_storage_digit_for_digit()
    {
        PriceComponent[] components =
        [
            new FlatMonthly("base", new("Base", "基础"), "standard", 0.000000000001m),
            new PerUnit("requests", new("Requests \"quoted\" <b>"), "zero", "requests", 123456789012.123456789012m, 0.1m),
            new GraduatedTiers("storage", new("Storage"), "standard", "storage.gb-hours", 5m, [new(1.5m, 0.3m), new(null, 0.000000000003m)]),
        ];
        var read = PlanDocument.Read(PlanDocument.Write(components));
        Assert.Equal(components[0], read[0]);
        Assert.Equal(components[1], read[1]);
        Assert.Equal(((GraduatedTiers)components[2]).Tiers, ((GraduatedTiers)read[2]).Tiers);
    }
}
