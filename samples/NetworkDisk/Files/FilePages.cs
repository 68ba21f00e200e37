using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Mvc;
using NetworkDisk.Journal;
using NetworkDisk.SignOn;
using NetworkDisk.Usage;

namespace NetworkDisk.Files;

/// <summary>The application's own page: a subscription's files, with a form to add one. English and Chinese by the browser's language.</summary>
internal static class FilePages
{
    private const string Style = """
        :root { color-scheme: light dark; font-family: system-ui, "Noto Sans CJK SC", sans-serif; }
        body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
        table { width: 100%; border-collapse: collapse; margin: 1rem 0; } th, td { text-align: start; padding: .5rem; border-bottom: 1px solid #8886; }
        td.n, th.n { text-align: end; font-variant-numeric: tabular-nums; } form { display: inline; } form.who { display: flex; gap: 1rem; justify-content: flex-end; align-items: center; } button { font: inherit; }
        """;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Home);
        routes.MapGet("/disk/{subscription}", Show);
        routes.MapPost("/disk/{subscription}", AddAsync).DisableAntiforgery();
    }

    /// <summary>With sign-on: the disks at which the person has a seat.</summary>
    private static IResult Home(HttpRequest request, Disk disk)
    {
        var seats = request.HttpContext.User.FindAll(HubSignOn.Subscriptions).Select(c => c.Value).ToList();
        var disks = disk.Read(d => string.Concat(seats.Select(d.Active).OfType<Subscription>()
            .Select(s => $"<li><a href=\"/disk/{Uri.EscapeDataString(s.Id)}\">{Html(s.EnterpriseName)}</a> <small>{Html(s.Id)}</small></li>")));
        return Page(request, Word(request, "Network Disk", "网络硬盘"), disks.Length > 0
            ? $"<ul>{disks}</ul>"
            : $"<p>{Word(request, "Files of an enterprise, kept online. Open it from your workspace.", "企业文件在线存储，请从工作台打开。")}</p>");
    }

    /// <summary>Who is signed on, and the way out.</summary>
    private static string Who(HttpRequest request) => request.HttpContext.User.Identity is { IsAuthenticated: true, Name: var name }
        ? $"""<form method="post" action="/sign-out" class="who"><span>{Html(name ?? "")} · {Html(request.HttpContext.User.FindFirst("enterprise_name")?.Value ?? "")}</span> <button type="submit">{Word(request, "Sign out", "退出登录")}</button></form>"""
        : "";

    private static IResult Show(string subscription, HttpRequest request, Disk disk) => disk.Read(d =>
    {
        if (d.Active(subscription) is not { } found)
        {
            return Page(request, Word(request, "There is no such disk", "没有这个网盘"), "", 404);
        }

        var address = "/files/" + Uri.EscapeDataString(subscription) + "/";
        var rows = string.Concat(found.Files.Values.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f =>
            $"<tr><td><a href=\"{address}{Uri.EscapeDataString(f.Name)}\">{Html(f.Name)}</a></td><td class=\"n\">{f.Bytes.ToString("N0", CultureInfo.InvariantCulture)}</td></tr>"));
        var table = rows.Length == 0
            ? $"<p>{Word(request, "No files yet.", "还没有文件。")}</p>"
            : $"<table><thead><tr><th scope=\"col\">{Word(request, "File", "文件")}</th><th scope=\"col\" class=\"n\">{Word(request, "Bytes", "字节")}</th></tr></thead><tbody>{rows}</tbody></table>";
        var upload = !HubSignOn.MayChange(request.HttpContext) ? "" : $"""
            <form method="post" enctype="multipart/form-data">
              <label for="file">{Word(request, "Add a file", "添加文件")}</label> <input id="file" type="file" name="file" required>
              <button type="submit">{Word(request, "Upload", "上传")}</button>
            </form>
            """;
        return Page(request, Html(found.EnterpriseName), table + upload);
    });

    private static async Task<IResult> AddAsync(
        string subscription, IFormFile file, [FromServices] Disk disk, [FromServices] FileContents contents, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var content = file.OpenReadStream();
        return await FileEndpoints.StoreAsync(subscription, file.FileName, content, disk, contents, clock, cancellationToken)
            ?? Results.Redirect("/disk/" + Uri.EscapeDataString(subscription));
    }

    private static IResult Page(HttpRequest request, string title, string body, int status = 200) => Results.Content($"""
        <!doctype html>
        <html lang="{Word(request, "en", "zh-CN")}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{Style}</style></head>
        <body>{Who(request)}<h1>{title}</h1>{body}</body></html>
        """, "text/html; charset=utf-8", statusCode: status);

    private static string Word(HttpRequest request, string english, string chinese) =>
        request.Headers.AcceptLanguage.ToString().StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? chinese : english;

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
