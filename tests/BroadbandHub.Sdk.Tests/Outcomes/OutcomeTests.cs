namespace BroadbandHub.Sdk.Tests;

public sealed class OutcomeTests
{
    [Fact]
    public void An_outcome_is_a_value_or_a_refusal()
    {
        Outcome<int> seven = 7;
        Outcome<int> refused = HubError.Conflict("thing.taken", "Somebody has it.");
        Assert.True(seven.IsOk);
        Assert.Equal(7, seven.Value);
        Assert.False(refused.IsOk);
        Assert.Equal("thing.taken", refused.Error!.Code);
        Assert.Equal("7", seven.Match(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture), e => e.Code));
        Assert.Equal("thing.taken", refused.Match(_ => "", e => e.Code));
    }

    [Fact]
    public void Reading_the_value_of_a_refusal_is_a_defect() =>
        Assert.Throws<InvalidOperationException>(() => Outcome<int>.Refused(HubError.NotFound("thing.unknown", "There is none.")).Value);
}
