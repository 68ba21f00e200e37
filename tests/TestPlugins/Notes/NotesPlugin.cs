using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Data;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Notes;

/// <summary>Pages, a widget, a form and tables.</summary>
public sealed class NotesPlugin : IPlugin
{
    public void Setup(IPluginSetup setup)
    {
        setup.Services.AddScoped<NoteBook>();
        setup.AddTables<NotesDb, SqliteNotesDb, MySqlNotesDb>();
        setup.AddSection(new PortalSection(
            "notes", Audience.Public, new LocalText("Notes", "便签"), "note",
            [new PortalPage("list", typeof(NoteList)), new PortalPage("note/{id}", typeof(OneNote)), new PortalPage("note/new", typeof(NewNote)), new PortalPage("breaks", typeof(BreakingPage)),
             new PortalPage("request", typeof(RequestPage))]));
        setup.AddSection(new PortalSection(
            "desk", Audience.Operator, new LocalText("Notes desk", "便签管理"), "desk", [new PortalPage("desk", typeof(NewNote))], "notes.write"));
        setup.AddWidget(new PortalWidget("latest", Audience.Enterprise, new LocalText("Latest notes", "最新便签"), typeof(LatestNotes)));
        setup.MapEndpoints(Map);
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/notes", async (NoteBook book, NewNoteInput input, CancellationToken token) => Results.Ok(await book.AddAsync(input.Text, token))).AllowAnonymous();
        routes.MapGet("/notes", async (NoteBook book, CancellationToken token) => Results.Ok(await book.ListAsync(token))).AllowAnonymous();
    }
}

public sealed record NewNoteInput(string Text);

public sealed class NoteBook(NotesDb db, TimeProvider clock, PluginInfo info)
{
    public string Version => info.Version;

    public async Task<int> AddAsync(string text, CancellationToken token)
    {
        db.Notes.Add(new Note { Text = text, WrittenAt = clock.GetUtcNow() });
        return await db.SaveChangesAsync(token);
    }

    public Task<List<string>> ListAsync(CancellationToken token) => db.Notes.OrderBy(n => n.Id).Select(n => n.Text).ToListAsync(token);
}
