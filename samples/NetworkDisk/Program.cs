using NetworkDisk;
using NetworkDisk.Files;
using NetworkDisk.Journal;
using NetworkDisk.Provisioning;
using NetworkDisk.SignOn;
using NetworkDisk.Usage;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = FileEndpoints.LargestFile);
var options = DiskOptions.Read(builder.Configuration);
var clock = DiskClock.Create(builder.Configuration["Disk:Clock"], builder.Environment);
builder.Services.AddSingleton(options);
builder.Services.AddSingleton(clock);
builder.Services.AddSingleton<TimeProvider>(clock);
builder.Services.AddSingleton(_ => Disk.Open(options.Folder));
builder.Services.AddSingleton(new FileContents(options.Folder));
HubSignOn.Add(builder.Services, options);
builder.Services.AddHttpClient<HubClient>();
builder.Services.AddSingleton<UsageReporter>();
builder.Services.AddHostedService<HourlyReport>();

// What cannot be read is answered with a code too, outside Development as well.
builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);

var app = builder.Build();
app.UseExceptionHandler(errors => errors.Run(Problems.AnswerAsync));
HubSignOn.Use(app, options);
ProvisioningEndpoints.Map(app);
PartnerEndpoints.Map(app);
FileEndpoints.Map(app);
FilePages.Map(app);
UsageEndpoints.Map(app);
if (clock.CanAdvance)
{
    app.MapPost("/clock/advance", (double hours) => hours is > 0 and <= 10_000
        ? Results.Ok(new { now = clock.Advance(TimeSpan.FromHours(hours)) })
        : Problems.Of(400, "clock.bad_step", "Give hours, more than 0 and at most 10,000."));
}

app.Run();
