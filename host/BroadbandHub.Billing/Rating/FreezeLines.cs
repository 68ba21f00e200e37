using BroadbandHub.Billing.Services;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BroadbandHub.Billing.Rating;

/// <summary>
/// Each night: line keys whose month has left the late window are frozen. Usage that old is refused anyway; frozen keys stay as they are also when the window
/// is made longer later. A parked key stays open, because somebody still has to put it right.
/// </summary>
internal sealed class FreezeLines(BillingDb db, IUnitOfWork unitOfWork, IOptions<BillingOptions> options, OperatorDays days, TimeProvider clock) : IJob
{
    // A month ends at other instants in other zones, and who is writing usage now judged it by the time at which he began.
    private const int DaysOfMargin = 2;

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var month = AccountCalendar.MonthNumber(days.Of(clock.GetUtcNow()).AddDays(-options.Value.LateWindowDays - DaysOfMargin).AddMonths(-1));
        var old = await db.LineKeys.Where(k => k.Month <= month && !k.Frozen && k.Parked == null).Select(k => k.Id).ToListAsync(cancellationToken);
        foreach (var some in old.Chunk(1000))
        {
            await unitOfWork.RunAsync(
                () => db.LineKeys.Where(k => some.Contains(k.Id)).ExecuteUpdateAsync(set => set.SetProperty(k => k.Frozen, true), cancellationToken), _ => true, cancellationToken);
        }

        return old.Count == 0 ? null : $"{old.Count} lines up to {month} frozen.";
    }
}
