using System.Buffers;
using System.Globalization;
using System.Text;

namespace BroadbandHub.Billing.Ledger;

/// <summary>
/// The text of a multi-row INSERT. Values are literals, because thousands of parameters a statement cost more than the rows: numbers as digits, bytes as
/// hexadecimal, and text either of harmless characters only or as the hexadecimal of its UTF-8. Nothing a sender wrote is ever read as SQL.
/// </summary>
internal static class MySqlText
{
    private static readonly SearchValues<char> Harmless =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/ ");

    public static string Insert(string into, string[] columns, IReadOnlyList<object?[]> rows, int start, int count, string tail)
    {
        var sql = new StringBuilder(200 + (count * 400));
        sql.Append("INSERT INTO ").Append(into).Append(" (").AppendJoin(',', columns).Append(") VALUES ");
        for (var r = 0; r < count; r++)
        {
            sql.Append(r == 0 ? "(" : ",(");
            var row = rows[start + r];
            for (var i = 0; i < row.Length; i++)
            {
                if (i > 0)
                {
                    sql.Append(',');
                }

                Append(sql, row[i]);
            }

            sql.Append(')');
        }

        return sql.Append(tail).ToString();
    }

    private static void Append(StringBuilder sql, object? value)
    {
        switch (value)
        {
            case null: sql.Append("NULL"); break;
            case long number: sql.Append(number); break;
            case int number: sql.Append(number); break;
            case bool flag: sql.Append(flag ? '1' : '0'); break;
            case byte[] bytes: Hex(sql.Append("x'"), bytes).Append('\''); break;
            case string text: Append(sql, text); break;
            case DateOnly day: sql.Append(CultureInfo.InvariantCulture, $"'{day:yyyy-MM-dd}'"); break;
            case decimal number: sql.Append(CultureInfo.InvariantCulture, $"{number}"); break;
            default: throw new NotSupportedException($"A {value.GetType().Name} cannot be stored.");
        }
    }

    private static void Append(StringBuilder sql, string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Harmless))
        {
            sql.Append('\'').Append(text).Append('\'');
            return;
        }

        Hex(sql.Append("_utf8mb4 x'"), Encoding.UTF8.GetBytes(text)).Append('\'');
    }

    private static StringBuilder Hex(StringBuilder sql, ReadOnlySpan<byte> bytes)
    {
        Span<char> digits = stackalloc char[64];
        for (; bytes.Length > 0; bytes = bytes[Math.Min(32, bytes.Length)..])
        {
            var some = bytes[..Math.Min(32, bytes.Length)];
            Convert.TryToHexString(some, digits, out var written);
            sql.Append(digits[..written]);
        }

        return sql;
    }
}
