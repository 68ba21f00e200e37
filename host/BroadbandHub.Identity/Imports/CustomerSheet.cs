using BroadbandHub.Identity.Customers;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using static BroadbandHub.Identity.IdentityTexts;

namespace BroadbandHub.Identity.Imports;

/// <summary>A customer in the file.</summary>
internal sealed record CustomerRow(int Line, CreateEnterprise.Command Customer, Guid? Manager, string? ManagerName);

/// <summary>What the hub knows that a file is read against: keys of names, numbers, licences, telephones; the operator's people by name and address.</summary>
internal sealed record KnownCustomers(
    IReadOnlySet<string> Names, IReadOnlySet<string> Numbers, IReadOnlySet<string> Licences, IReadOnlySet<string> NameKeys, IReadOnlySet<string> Phones, ILookup<string, (Guid Id, string Name)> Managers);

/// <summary>What a file of customers says, what is wrong with it, and which of them may be customers already. Pure: what the hub knows comes in.</summary>
internal sealed record CustomerSheet(IReadOnlyList<CustomerRow> Rows, IReadOnlyList<RowProblem> Problems, IReadOnlyList<RowProblem> Warnings)
{
    // What the hub's own files call the columns, in both languages, and what others do.
    private static readonly Dictionary<string, string> Heads = new[]
    {
        ("name", "list.name"), ("number", "customer.number"), ("licence", "enterprise.registration"), ("representative", "customer.representative"), ("address", "customer.address"),
        ("industry", "customer.industry"), ("size", "customer.size"), ("credit", "customer.credit_class"), ("tags", "customer.tags"), ("state", "customer.state"), ("manager", "customer.manager"),
        ("contact", "organisation.contact_name"), ("email", "organisation.contact_email"), ("phone", "organisation.contact_phone"),
    }.SelectMany(h => new[] { (Both(h.Item2).English, h.Item1), (Both(h.Item2).Chinese!, h.Item1) }).Concat(
    [
        ("企业名称", "name"), ("客户名称", "name"), ("number", "number"), ("licence", "licence"), ("license number", "licence"), ("registration number", "licence"), ("营业执照号", "licence"),
        ("address", "address"), ("地址", "address"), ("contact", "contact"), ("联系人", "contact"), ("email", "email"), ("e-mail", "email"), ("邮箱", "email"), ("phone", "phone"), ("telephone", "phone"),
        ("电话", "phone"), ("manager", "manager"),
    ]).DistinctBy(h => h.Item1, StringComparer.OrdinalIgnoreCase).ToDictionary(h => h.Item1, h => h.Item2, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, (string Key, string Code)> Rules = new(StringComparer.Ordinal)
    {
        [nameof(CreateEnterprise.Command.Name)] = ("name", "bad_enterprise_name"), [nameof(CreateEnterprise.Command.Number)] = ("number", "bad_number"),
        [nameof(CreateEnterprise.Command.RegistrationNumber)] = ("licence", "bad_licence"), [nameof(CreateEnterprise.Command.LegalRepresentative)] = ("representative", "bad_text"),
        [nameof(CreateEnterprise.Command.RegisteredAddress)] = ("address", "bad_text"), [nameof(CreateEnterprise.Command.Tags)] = ("tags", "bad_tags"),
        [nameof(CreateEnterprise.Command.ContactName)] = ("contact", "bad_text"), [nameof(CreateEnterprise.Command.ContactEmail)] = ("email", "bad_email"),
        [nameof(CreateEnterprise.Command.ContactPhone)] = ("phone", "bad_text"),
    };

    public static Outcome<CustomerSheet> Read(string content, KnownCustomers known)
    {
        var read = CsvSheet.Read(content, Heads, ["name"], HubError.Invalid("import.name_missing", "The first line names the columns; “name” must be among them.", "file"));
        if (!read.IsOk)
        {
            return read.Error;
        }

        var reader = new Reader(read.Value, known);
        var rows = read.Value.Lines.Select(reader.Read).ToList();
        return new CustomerSheet(rows, read.Value.Problems, reader.Warnings);
    }

    private sealed class Reader(CsvSheet sheet, KnownCustomers known)
    {
        private readonly CreateEnterprise.Rules rules = new();
        private readonly Dictionary<string, HashSet<string>> seen = new(StringComparer.Ordinal);

        public List<RowProblem> Warnings { get; } = [];

        public CustomerRow Read(CsvLine line)
        {
            var customer = new CreateEnterprise.Command
            {
                Name = Cell("name"), Number = Cell("number"), RegistrationNumber = Cell("licence"), LegalRepresentative = Cell("representative"), RegisteredAddress = Cell("address"),
                Tags = Cell("tags")?.Split([',', '，', '、', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                Industry = Choice<Industry>("industry", "unknown_industry"), Size = Choice<EnterpriseSize>("size", "unknown_size"), CreditClass = Choice<CreditClass>("credit", "unknown_class"),
                State = Choice<CustomerState>("state", "unknown_state"), ContactName = Cell("contact"), ContactEmail = Cell("email"), ContactPhone = Cell("phone"), Confirmed = true,
            };
            sheet.Check(line, "state", sheet.Cell(line, "state"), customer.State is null or CustomerState.Prospect or CustomerState.Active, "bad_first_state");
            foreach (var wrong in rules.Validate(customer).Errors.Where(e => Rules.ContainsKey(e.PropertyName.Split('[')[0])).DistinctBy(e => e.PropertyName))
            {
                var (key, code) = Rules[wrong.PropertyName.Split('[')[0]];
                sheet.Check(line, key, sheet.Cell(line, key), false, code);
            }

            Once("name", OrganisationNames.Searchable(customer.Name ?? ""), known.Names, "name_taken", "name_twice");
            Once("number", customer.Number ?? "", known.Numbers, "number_taken", "number_twice");
            Once("licence", LicenceNumber.KeyOf(customer.RegistrationNumber ?? ""), known.Licences, "licence_taken", "licence_twice");
            Warn("name", LookAlikes.KeyOf(customer.Name ?? ""), known.NameKeys, "name_alike");
            Warn("phone", EnterpriseContact.PhoneKeyOf(customer.ContactPhone) ?? "", known.Phones, "phone_alike");
            var managers = known.Managers[sheet.Cell(line, "manager").ToLowerInvariant()].Distinct().ToList();
            sheet.Check(line, "manager", sheet.Cell(line, "manager"), Cell("manager") is null || managers.Count == 1, managers.Count > 1 ? "which_manager" : "unknown_manager");
            return new(line.Number, customer, managers.Count == 1 ? managers[0].Id : null, managers.Count == 1 ? managers[0].Name : null);

            string? Cell(string key) => CustomerInputs.Tidy(sheet.Cell(line, key));

            TEnum? Choice<TEnum>(string key, string code)
                where TEnum : struct, Enum
            {
                var value = CustomerWords.Recognise<TEnum>(Cell(key));
                sheet.Check(line, key, sheet.Cell(line, key), value is not null || Cell(key) is null || (key == "credit" && CustomerWords.IsNoClass(Cell(key)!)), code);
                return value;
            }

            void Once(string key, string value, IReadOnlySet<string> taken, string takenCode, string twiceCode)
            {
                if (value.Length > 0 && sheet.Check(line, key, sheet.Cell(line, key), !taken.Contains(value), takenCode))
                {
                    sheet.Check(line, key, sheet.Cell(line, key), Seen(key, value), twiceCode);
                }
            }

            void Warn(string key, string value, IReadOnlySet<string> alike, string code)
            {
                if (value.Length > 0 && (alike.Contains(value) | !Seen(code, value)))
                {
                    Warnings.Add(sheet.Problem(line, key, sheet.Cell(line, key), code));
                }
            }
        }

        private bool Seen(string what, string value) => (seen.TryGetValue(what, out var all) ? all : seen[what] = new(StringComparer.Ordinal)).Add(value);
    }
}
