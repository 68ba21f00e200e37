namespace BroadbandHub.Sdk;

/// <summary>A half-open span of civil dates, [Start, End), in a billing account's time zone.</summary>
public sealed record BillingPeriod
{
    /// <summary>Makes a period.</summary>
    /// <param name="start">The first day.</param>
    /// <param name="end">The day after the last; after <paramref name="start"/>.</param>
    public BillingPeriod(DateOnly start, DateOnly end)
    {
        if (end <= start)
        {
            throw new ArgumentException("A period ends after it starts.", nameof(end));
        }

        Start = start;
        End = end;
    }

    /// <summary>The first day.</summary>
    public DateOnly Start { get; }

    /// <summary>The day after the last.</summary>
    public DateOnly End { get; }

    /// <summary>How many days.</summary>
    public int Days => End.DayNumber - Start.DayNumber;

    /// <summary>The calendar month that holds a day.</summary>
    public static BillingPeriod MonthOf(DateOnly day)
    {
        var start = new DateOnly(day.Year, day.Month, 1);
        return new(start, start.AddMonths(1));
    }

    /// <summary>True when the day lies inside.</summary>
    public bool Contains(DateOnly day) => Start <= day && day < End;
}
