using System.Text.RegularExpressions;
using Xunit;

namespace BroadbandHub.Sdk.Testing;

/// <summary>
/// What every implementation of <see cref="IApplication"/> must do. Derive a public class from it in the plugin's tests; the facts cannot be
/// overridden, so passing them means the same for every plugin.
/// </summary>
public abstract partial class ApplicationConformance
{
    /// <summary>Makes the application as the hub would: with valid settings, from a new scope. Called at least once per fact.</summary>
    protected abstract IApplication CreateApplication();

    /// <summary>A key that changed would be another application.</summary>
    [Fact]
    public void It_describes_itself_alike_every_time()
    {
        var (first, second) = (CreateApplication().Describe(), CreateApplication().Describe());
        Assert.Equal(first.Key, second.Key);
        Assert.Equal(first.Name, second.Name);
        Assert.Equal(first.Description, second.Description);
        Assert.Equal(first.LaunchUrl, second.LaunchUrl);
        Assert.Equal(first.TicketUrl, second.TicketUrl);
        Assert.Equal(first.Meters, second.Meters);
        Assert.Equal(first.Roles, second.Roles);
    }

    /// <summary>The key stands in addresses and tables.</summary>
    [Fact]
    public void Its_key_is_lower_case_letters_digits_and_hyphens() => Assert.Matches(KeyPattern(), CreateApplication().Describe().Key);

    /// <summary>People see both names.</summary>
    [Fact]
    public void Its_words_are_there_in_both_languages()
    {
        var application = CreateApplication().Describe();
        LocalText[] words =
        [
            application.Name, application.Description, .. application.Meters.Select(m => m.Name), .. application.Roles.Select(r => r.Name), .. application.Roles.Select(r => r.Description).OfType<LocalText>(),
        ];
        Assert.All(words, text =>
        {
            Assert.False(string.IsNullOrWhiteSpace(text.English));
            Assert.False(string.IsNullOrWhiteSpace(text.Chinese));
        });
    }

    /// <summary>"Open" leads there.</summary>
    [Fact]
    public void Its_launch_address_is_absolute_http_or_there_is_none()
    {
        if (CreateApplication().Describe().LaunchUrl is { } address)
        {
            Assert.True(address.IsAbsoluteUri);
            Assert.Contains(address.Scheme, new[] { Uri.UriSchemeHttp, Uri.UriSchemeHttps });
        }
    }

    /// <summary>People are sent there with a ticket, which the hub adds to its query.</summary>
    [Fact]
    public void Its_address_for_tickets_is_absolute_http_without_a_fragment_or_there_is_none()
    {
        if (CreateApplication().Describe().TicketUrl is { } address)
        {
            Assert.True(address.IsAbsoluteUri);
            Assert.Contains(address.Scheme, new[] { Uri.UriSchemeHttp, Uri.UriSchemeHttps });
            Assert.Empty(address.Fragment);
        }
    }

    /// <summary>A meter is found by its key alone.</summary>
    [Fact]
    public void Its_meters_have_keys_of_their_own() => Assert.Distinct(CreateApplication().Describe().Meters.Select(m => m.Key));

    /// <summary>What the hub can store.</summary>
    [Fact]
    public void Its_meters_have_valid_keys_units_and_scales() => Assert.All(CreateApplication().Describe().Meters, meter =>
    {
        Assert.Matches(MeterPattern(), meter.Key);
        Assert.False(string.IsNullOrWhiteSpace(meter.Unit));
        Assert.InRange(meter.Scale, 0, 12);
    });

    /// <summary>A seat keeps a role's key, and a token carries it.</summary>
    [Fact]
    public void Its_roles_have_valid_keys_of_their_own()
    {
        var roles = CreateApplication().Describe().Roles;
        Assert.InRange(roles.Count, 0, 20);
        Assert.Distinct(roles.Select(r => r.Key));
        Assert.All(roles, role =>
        {
            Assert.Matches(RolePattern(), role.Key);
            Assert.InRange(role.Key.Length, 1, 40);
        });
    }

    /// <summary>A new seat begins with one role, or none.</summary>
    [Fact]
    public void At_most_one_of_its_roles_is_the_one_by_default() => Assert.InRange(CreateApplication().Describe().Roles.Count(r => r.IsDefault), 0, 1);

    [GeneratedRegex("^[a-z0-9-]{1,40}\\z")]
    private static partial Regex KeyPattern();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z")]
    private static partial Regex RolePattern();

    [GeneratedRegex("^[A-Za-z0-9._-]{1,100}\\z")]
    private static partial Regex MeterPattern();
}
