using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace BroadbandHub.Sdk.Web.Components;

/// <summary>
/// A form of a page. The page holds the model as <c>[SupplyParameterFromForm(FormName = "…")]</c>, binds the fields to it with <c>@bind-Value</c>, and does the
/// work in <see cref="OnSubmit"/>, which is called only when every value could be read and the model's validation attributes are content. On
/// success the page redirects; on a refusal it sets <see cref="Error"/>.
/// </summary>
public partial class HubForm
{
    private readonly Dictionary<string, (string Id, string Label)> fields = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string? Field, string Message)> problems = [];
    private List<(string? Field, string Message)> found = [];

    /// <summary>The name of the form, unique in the page; the same as in <c>[SupplyParameterFromForm]</c>.</summary>
    [Parameter, EditorRequired] public string FormName { get; set; } = "";

    /// <summary>The verb on the button; "Save" when null.</summary>
    [Parameter] public string? Submit { get; set; }

    /// <summary>A refusal, shown at its field and in the summary. The text <c>error.{code}</c> of the model's assembly is shown in the reader's language when there is one.</summary>
    [Parameter] public HubError? Error { get; set; }

    /// <summary>What to do with the values.</summary>
    [Parameter] public EventCallback OnSubmit { get; set; }

    /// <summary>The object behind the fields; its validation attributes are checked before <see cref="OnSubmit"/>.</summary>
    [Parameter] public object? Model { get; set; }

    /// <summary>Where "Cancel" leads; no such link when null.</summary>
    [Parameter] public string? CancelHref { get; set; }

    /// <summary>True when the deed is dangerous: the button is red.</summary>
    [Parameter] public bool Danger { get; set; }

    /// <summary>True when a field is a file.</summary>
    [Parameter] public bool Files { get; set; }

    /// <summary>An endpoint that the form posts to, instead of its own page.</summary>
    [Parameter] public string? Action { get; set; }

    /// <summary>The autocomplete attribute of the form.</summary>
    [Parameter] public string? Autocomplete { get; set; }

    /// <summary>More buttons beside the main one.</summary>
    [Parameter] public RenderFragment? Buttons { get; set; }

    /// <summary>The fields.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    [CascadingParameter] private FormMappingContext? Mapping { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() => Collect();

    // The document has a base, so a fragment alone would lead to the front page.
    private string Here => new Uri(Navigation.Uri).PathAndQuery;

    internal string Register(string name, string label)
    {
        var id = FormName + "-" + name.Replace('.', '-').Replace('[', '-').Replace(']', '-');
        fields[name] = (id, label);
        return id;
    }

    internal IEnumerable<string> ProblemsOf(string name) =>
        problems.Where(p => p.Field is { } field && Same(name, field)).Select(p => p.Message);

    /// <summary>What was typed into a field whose value could not be read.</summary>
    internal string? AttemptedAt(string name) =>
        Mapping?.GetErrors(FormName, name) is null ? null : Mapping.GetAttemptedValue(FormName, name);

    private async Task SubmitAsync()
    {
        found = [.. MappingProblems()];
        if (found.Count == 0 && Model is not null)
        {
            found = [.. ModelValidation.Check(Model)];
        }

        Collect();
        if (problems.Count == 0)
        {
            await OnSubmit.InvokeAsync();
        }
    }

    private void Collect()
    {
        problems.Clear();
        problems.AddRange(found);
        if (Error is not null)
        {
            problems.Add((Error.Field, ComponentTexts.Describe(Error, Model)));
        }
    }

    private IEnumerable<(string? Field, string Message)> MappingProblems() =>
        (Mapping?.GetAllErrors(FormName) ?? []).Select(e =>
            ((string?)e.Path, ComponentTexts.T["form.not_valid", Mapping!.GetAttemptedValue(FormName, e.Path) ?? ""]));

    private (string Id, string Label)? Find(string name)
    {
        foreach (var (key, field) in fields)
        {
            if (Same(key, name))
            {
                return field;
            }
        }

        return null;
    }

    // A field is "Form.Price" in the page, "Price" in the model and "price" in the JSON of the API.
    private static bool Same(string fieldName, string problemField) =>
        fieldName.Equals(problemField, StringComparison.OrdinalIgnoreCase)
        || fieldName.EndsWith("." + problemField, StringComparison.OrdinalIgnoreCase);
}
