using BroadbandHub.Identity.Customers;

namespace BroadbandHub.Identity.Tests.Customers;

public sealed class LicenceNumberTests
{
    [Theory]
    [InlineData("91330100799655058B")]
    [InlineData("9144030071526726XG")]
    [InlineData("914403001922038216")]
    [InlineData("9133 0100 7996 5505 8b")]
    [InlineData("91330100-79965505-8B")]
    [InlineData("330106000123456")]
    [InlineData("HRB 12345")]
    public void A_licence_that_may_be_right_passes(string typed) => Assert.True(LicenceNumber.IsPlausible(typed));

    [Theory]
    [InlineData("91330100799655058C")]
    [InlineData("91330100799655085B")]
    [InlineData("9144030071526726XO")]
    [InlineData("9I330100799655058B")]
    public void A_credit_code_with_a_wrong_or_swapped_character_does_not(string typed) => Assert.False(LicenceNumber.IsPlausible(typed));

    [Fact]
    public void Any_single_wrong_character_is_found()
    {
        const string code = "91330100799655058B", alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        foreach (var at in Enumerable.Range(0, code.Length))
        {
            Assert.DoesNotContain(alphabet.Where(c => c != code[at]), c => LicenceNumber.IsPlausible(code[..at] + c + code[(at + 1)..]));
        }
    }

    [Fact]
    public void Spaces_and_case_make_no_other_licence()
    {
        Assert.Equal(LicenceNumber.KeyOf("91330100799655058B"), LicenceNumber.KeyOf(" 9133-0100 799655058b "));
        Assert.Equal("91330100799655058B", LicenceNumber.Tidy(" 9133-0100 799655058b "));
        Assert.Equal("HRB 12345", LicenceNumber.Tidy(" HRB 12345 "));
    }
}
