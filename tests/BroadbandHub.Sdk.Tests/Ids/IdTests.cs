using FsCheck.Xunit;

namespace BroadbandHub.Sdk.Tests;

public sealed class IdTests
{
    private static readonly TimeProvider Clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero));

    public static TheoryData<string> AllPrefixes => [.. IdTypes().Select(t => (string)t.GetProperty("Prefix")!.GetValue(null)!)];

    [Fact]
    public void Its_text_form_is_stable() =>
        Assert.Equal("sub_01k5x0ykz2e8rvn3j6r8q4m7aw", SubscriptionId.Parse("sub_01k5x0ykz2e8rvn3j6r8q4m7aw").ToString());

    [Property]
    public bool Text_and_back_is_the_same_id(Guid value) => value == Guid.Empty || SubscriptionId.Parse(new SubscriptionId(value).ToString()).Value == value;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sub_")]
    [InlineData("opn_01k5x0ykz2e8rvn3j6r8q4m7aw")]
    [InlineData("sub_01K5X0YKZ2E8RVN3J6R8Q4M7AW")]
    [InlineData("sub_01k5x0ykz2e8rvn3j6r8q4m7a")]
    [InlineData("sub_01k5x0ykz2e8rvn3j6r8q4m7awx")]
    [InlineData("sub_81k5x0ykz2e8rvn3j6r8q4m7aw")]
    [InlineData("sub_01k5x0ykz2e8rvn3j6r8q4m7au")]
    [InlineData("sub_00000000000000000000000000")]
    public void What_is_no_id_of_this_kind_is_refused(string? text)
    {
        Assert.False(SubscriptionId.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => SubscriptionId.Parse(text ?? ""));
    }

    [Fact]
    public void Ids_sort_by_creation()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Clock.GetUtcNow());
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add(BillId.New(clock).ToString());
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Each_kind_of_id_has_a_prefix_of_its_own()
    {
        Assert.NotEmpty(AllPrefixes);
        Assert.Distinct(AllPrefixes.Select(r => r.Data));
    }

    private static IEnumerable<Type> IdTypes() => typeof(SubscriptionId).Assembly.GetExportedTypes().Where(t =>
        t.IsValueType && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHubId<>)));
}
