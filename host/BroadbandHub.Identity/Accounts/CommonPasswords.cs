using System.Collections.Frozen;
using System.Text;

namespace BroadbandHub.Identity.Accounts;

/// <summary>
/// Passwords that are tried first. Not a long list of passwords but the words they are made of: figures and signs around a word, letters written as figures, and
/// a word twice make nothing new.
/// </summary>
internal sealed class CommonPasswords
{
    /// <summary>A file of the operator's own words and passwords, one a line: names of the company, its town, its products.</summary>
    public const string Setting = "Hub:CommonPasswordsFile";

    private const int ShortestOwn = 3;

    // Words that lead the lists of every leak, in the languages of the hub's people, rows of keys, and what a hub like this suggests.
    private const string Words =
        """
        password passwort passwd pass word secret private letmein welcome login logon signin signon access admin administrator root system user guest test tester testing demo default change changeme
        qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qaz wsx edc qazwsx qazwsxedc poiuyt lkjhgf mnbvcxz abc abcd abcdef abcdefg
        iloveyou loveyou love lover lovely baby babygirl angel princess prince queen king sunshine sunny flower summer winter spring autumn monday friday sunday january december
        dragon monkey tiger lion eagle panda horse shadow master superman batman spiderman pokemon starwars football baseball soccer basketball hockey liverpool chelsea arsenal barcelona
        michael jordan jennifer jessica daniel thomas robert charlie ashley andrew matthew joshua william george maria anna freedom forever whatever trustno nothing hello helloworld computer internet server
        database network windows linux google apple samsung huawei xiaomi facebook wechat weixin taobao alibaba tencent baidu office company business enterprise partner operator customer service
        broadband broadbandhub hub telecom telekom mobile unicom router modem fiber
        woaini aini woaiwojia nihao mima denglu guanliyuan yonghu kehu qiye zhongguo beijing shanghai guangzhou shenzhen hangzhou chengdu nanjing wuhan dianxin yidong liantong kuandai gongsi laoban baobei
        zhang wang chen liu yang zhao huang zhou xiao long feng xiaolong jiayou facai
        """;

    private readonly FrozenSet<string> words;
    private readonly FrozenSet<string> whole;

    private CommonPasswords(IEnumerable<string> own)
    {
        var lines = own.Select(l => l.Trim().ToLowerInvariant()).Where(l => l.Length >= ShortestOwn).ToList();
        whole = lines.ToFrozenSet(StringComparer.Ordinal);
        words = Words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Concat(lines.Where(l => l.All(char.IsLetter))).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Reads the operator's own list as well; without its file the hub must not start, or the list would be missing unseen.</summary>
    public static CommonPasswords Load(string? file) =>
        file is not { Length: > 0 } ? new([])
        : File.Exists(file) ? new(File.ReadLines(file))
        : throw new InvalidOperationException($"{Setting} names {file}, which is not there.");

    /// <param name="own">The person's names, which are words too.</param>
    public bool Contains(string password, IEnumerable<string> own)
    {
        var small = password.ToLowerInvariant();
        if (whole.Contains(small) || !small.Any(char.IsLetter) || IsRow(small))
        {
            return true;
        }

        var names = own.Select(n => Letters(n.ToLowerInvariant())).Where(n => n.Length >= ShortestOwn).ToHashSet(StringComparer.Ordinal);
        return IsMadeOf(Letters(small), names) || IsMadeOf(Letters(Unmasked(small)), names);
    }

    // One word, two, or one again and again; three different ones are a choice.
    private bool IsMadeOf(string letters, HashSet<string> names)
    {
        bool Known(string word) => words.Contains(word) || names.Contains(word);
        if (Known(letters))
        {
            return true;
        }

        for (var cut = 2; cut < letters.Length; cut++)
        {
            var (first, rest) = (letters[..cut], letters[cut..]);
            if (Known(first) && (Known(rest) || rest.Replace(first, "", StringComparison.Ordinal).Length == 0))
            {
                return true;
            }
        }

        return letters.Length < 3;
    }

    /// <summary>abcdefghij, 9876543210, aaaabbbb: most characters follow from the one before.</summary>
    private static bool IsRow(string text)
    {
        var follows = 0;
        for (var i = 1; i < text.Length; i++)
        {
            follows += Math.Abs(text[i] - text[i - 1]) <= 1 ? 1 : 0;
        }

        return follows * 4 >= (text.Length - 1) * 3;
    }

    private static string Letters(string text) => new([.. text.Where(char.IsLetter)]);

    private static string Unmasked(string text)
    {
        var shown = new StringBuilder(text.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '!', '.', '?', '#', '*'));
        foreach (var (mask, letter) in new[] { ('0', 'o'), ('1', 'i'), ('!', 'i'), ('3', 'e'), ('4', 'a'), ('@', 'a'), ('5', 's'), ('$', 's'), ('7', 't'), ('8', 'b') })
        {
            shown.Replace(mask, letter);
        }

        return shown.ToString();
    }
}
