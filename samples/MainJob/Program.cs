using MainJob;

var arguments = Arguments.Read(args);
if (arguments is null)
{
    Console.Error.WriteLine("Usage: main-job.sh [--usage FILE] [--output FOLDER]");
    return 2;
}

using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(10));
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var work = Directory.CreateTempSubdirectory("main-job-").FullName;
var figures = new Figures();
try
{
    await using var hub = await HubProgram.StartAsync(arguments.Root, work, stop.Token);
    figures.Step($"The hub answers at {hub.Address}, with a fresh data folder");
    using var api = await HubApi.SignOnAsync(hub, stop.Token);
    var house = new House(arguments.Root, work, arguments.Output, hub, api, figures, AccountingMonth.LastBefore(TimeProvider.System.GetUtcNow()));
    await (arguments.Usage is null ? NetworkDiskStory.PlayAsync(house, stop.Token) : UsageFileStory.PlayAsync(house, arguments.Usage, stop.Token));
}
catch (Exception e) when (e is StoryException or HttpRequestException or OperationCanceledException)
{
    figures.Broken(e is OperationCanceledException ? "It was stopped, or took longer than ten minutes." : e.Message);
}
finally
{
    figures.TellComplaints(work);
    Directory.Delete(work, recursive: true);
}

return figures.Close();
