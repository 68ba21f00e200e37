using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BroadbandHub.Catalog.Plans;

namespace BroadbandHub.Catalog.Tests.Plans;

public sealed class ExactNumberTests
{
    [Fact]
    public void A_number_that_a_large_body_cuts_in_two_is_read_whole()
    {
        var json = Encoding.UTF8.GetBytes("12.3456789");
        for (var cut = 1; cut < json.Length; cut++)
        {
            var first = new Piece(json.AsMemory(0, cut), null);
            var last = new Piece(json.AsMemory(cut), first);
            var reader = new Utf8JsonReader(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length));
            reader.Read();
            Assert.Equal(12.3456789m, new ExactNumber().Read(ref reader, typeof(decimal?), JsonSerializerOptions.Default));
        }
    }

    [Theory]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("1e400")]
    [InlineData("0e99999999999")]
    [InlineData("1e-2147483648")]
    public void What_no_decimal_can_hold_is_refused(string number) => Assert.Throws<JsonException>(() =>
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(number));
        reader.Read();
        return new ExactNumber().Read(ref reader, typeof(decimal?), JsonSerializerOptions.Default);
    });

    [Theory]
    [InlineData("0.000000000000")]
    [InlineData("2.5e-3")]
    [InlineData("-7")]
    public void Every_form_of_a_number_is_read(string number)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(number));
        reader.Read();
        Assert.Equal(decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture), new ExactNumber().Read(ref reader, typeof(decimal?), JsonSerializerOptions.Default));
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
