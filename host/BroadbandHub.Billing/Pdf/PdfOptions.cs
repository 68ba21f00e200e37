namespace BroadbandHub.Billing.Pdf;

/// <summary>Section <c>Billing:Pdf</c> of the configuration.</summary>
internal sealed class PdfOptions
{
    /// <summary>Font files (TTF, OTF, TTC) to write bills with, the regular one first, then the bold one. Empty: the fonts beside the program, then the installed ones.</summary>
    public string[] Fonts { get; set; } = [];

    /// <summary>Who issues the bill, as it stands at its head.</summary>
    public string IssuerName { get; set; } = "BroadbandHub";
}
