using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Certificates;
using BroadbandHub.Identity.Codes;
using BroadbandHub.Identity.Customers;
using BroadbandHub.Identity.Customers.Proposals;
using BroadbandHub.Identity.Departments;
using BroadbandHub.Identity.Imports;
using BroadbandHub.Identity.Keys;
using BroadbandHub.Identity.Logs;
using BroadbandHub.Identity.Grants;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Identity.Partners;
using BroadbandHub.Identity.PasswordResets;
using BroadbandHub.Identity.SecurityKeys;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Identity.Tokens;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using OpenIddict.EntityFrameworkCore.Models;

namespace BroadbandHub.Identity;

internal abstract class IdentityDb(DbContextOptions options) : ModuleDb(options)
{
    public const string TablePrefix = "idn_";

    public override string Prefix => TablePrefix;

    public DbSet<Person> People => Set<Person>();

    public DbSet<Enterprise> Enterprises => Set<Enterprise>();

    public DbSet<EnterpriseContact> EnterpriseContacts => Set<EnterpriseContact>();

    public DbSet<ManagerChange> ManagerChanges => Set<ManagerChange>();

    public DbSet<EnterpriseProposal> EnterpriseProposals => Set<EnterpriseProposal>();

    public DbSet<BroadbandLine> BroadbandLines => Set<BroadbandLine>();

    public DbSet<Partner> Partners => Set<Partner>();

    public DbSet<Grant> Grants => Set<Grant>();

    public DbSet<GrantItem> GrantItems => Set<GrantItem>();

    public DbSet<Department> Departments => Set<Department>();

    public DbSet<PasswordRequest> PasswordRequests => Set<PasswordRequest>();

    public DbSet<ImportDraft> ImportDrafts => Set<ImportDraft>();

    public DbSet<CustomRole> CustomRoles => Set<CustomRole>();

    public DbSet<SignOnApplication> SignOnApplications => Set<SignOnApplication>();

    public DbSet<SignOnRow> SignOns => Set<SignOnRow>();

    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<AccountEvent> AccountEvents => Set<AccountEvent>();

    public DbSet<SecurityKey> SecurityKeys => Set<SecurityKey>();

    public DbSet<BoundCertificate> Certificates => Set<BoundCertificate>();

    public DbSet<KeyRule> KeyRules => Set<KeyRule>();

    public DbSet<UsedProof> UsedProofs => Set<UsedProof>();

    public DbSet<Authenticator> Authenticators => Set<Authenticator>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<LogoutNotice> LogoutNotices => Set<LogoutNotice>();

    public DbSet<Credential> Credentials => Set<Credential>();

    /// <summary>Those who may do everything; at least one of them must stay.</summary>
    public IQueryable<Person> FullAdministrators => People.Where(p => p.SuspendedAt == null && p.EnterpriseId == null && p.PartnerId == null
        && p.Roles.Any(r => r.Role == "operator.administrator"));

    public DbSet<LogEntry> LogEntries => Set<LogEntry>();

    public DbSet<LogBlock> LogBlocks => Set<LogBlock>();

    public DbSet<LogCheckpoint> LogCheckpoints => Set<LogCheckpoint>();

    public DbSet<LogRetention> LogRetentions => Set<LogRetention>();

    public DbSet<StoredKey> Keys => Set<StoredKey>();

    protected override void MapModel(ModelBuilder model)
    {
        MapPeople(model);
        PartnerTables.Map(model);
        Grant.Map(model);
        MapClients(model);
        CustomerTables.Map(model);
        Department.Map(model);
        PasswordRequest.Map(model);
        ImportDraft.Map(model);
        CustomRole.Map(model);
        Credential.Map(model);
        SignOnTables.Map(model);
        Ticket.Map(model);
        LogTables.Map(model);
        Session.Map(model);
        AccountEvent.Map(model);
        CodeTables.Map(model);
        SecurityKey.Map(model);
        KeyRule.Map(model);
        BoundCertificate.Map(model);
        model.Entity<StoredKey>(key =>
        {
            key.ToTable("keys");
            key.HasKey(k => k.Name);
            key.Property(k => k.Name).HasMaxLength(100);
            key.Property(k => k.Purpose).HasMaxLength(40);
        });
    }

    private static void MapPeople(ModelBuilder model)
    {
        model.Entity<Person>(person =>
        {
            person.ToTable("people");
            person.HasKey(p => p.Id);
            person.Ignore(p => p.PersonId).Ignore(p => p.Audience).Ignore(p => p.IsPending);
            person.Property(p => p.Id).ValueGeneratedNever();
            person.Property(p => p.FullName).HasMaxLength(200);
            person.Property(p => p.Language).HasMaxLength(2);
            person.Property(p => p.UserName).HasMaxLength(256);
            person.Property(p => p.NormalizedUserName).HasMaxLength(256);
            person.Property(p => p.Email).HasMaxLength(256);
            person.Property(p => p.NormalizedEmail).HasMaxLength(256);
            person.Property(p => p.PasswordHash).HasMaxLength(1000);
            person.Property(p => p.SecurityStamp).HasMaxLength(100);
            person.Property(p => p.ConcurrencyStamp).HasMaxLength(100).IsConcurrencyToken();
            person.Property(p => p.PhoneNumber).HasMaxLength(50);
            person.HasIndex(p => p.NormalizedUserName).IsUnique();
            person.HasIndex(p => p.NormalizedEmail).IsUnique();
            person.HasIndex(p => p.EnterpriseId);
            person.HasIndex(p => p.PartnerId);
            person.HasIndex(p => p.DepartmentId);
            person.HasIndex(p => p.LeavesOn);
            person.HasMany(p => p.Roles).WithOne().HasForeignKey(r => r.PersonId);
        });
        model.Entity<PersonRole>(role =>
        {
            role.ToTable("person_roles");
            role.HasKey(r => new { r.PersonId, r.Role });
            role.Property(r => r.Role).HasMaxLength(100);
        });
        model.Entity<IdentityUserClaim<Guid>>(claim =>
        {
            claim.ToTable("person_claims");
            claim.Property(c => c.ClaimType).HasMaxLength(200);
            claim.Property(c => c.ClaimValue).HasMaxLength(1000);
            claim.HasIndex(c => c.UserId);
        });
        model.Entity<IdentityUserLogin<Guid>>(login =>
        {
            login.ToTable("person_logins");
            login.HasKey(l => new { l.LoginProvider, l.ProviderKey });
            login.Property(l => l.LoginProvider).HasMaxLength(128);
            login.Property(l => l.ProviderKey).HasMaxLength(200);
            login.Property(l => l.ProviderDisplayName).HasMaxLength(200);
        });
        model.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("person_tokens");
            token.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
            token.Property(t => t.LoginProvider).HasMaxLength(128);
            token.Property(t => t.Name).HasMaxLength(128);
        });
    }

    private static void MapClients(ModelBuilder model)
    {
        model.UseOpenIddict();
        model.Entity<OpenIddictEntityFrameworkCoreApplication>().ToTable("clients");
        model.Entity<OpenIddictEntityFrameworkCoreScope>().ToTable("client_scopes");
        // MariaDB's index cannot hold the 400 characters that OpenIddict asks for.
        model.Entity<OpenIddictEntityFrameworkCoreAuthorization>().ToTable("client_authorizations").Property(a => a.Subject).HasMaxLength(200);
        model.Entity<OpenIddictEntityFrameworkCoreToken>().ToTable("client_tokens").Property(t => t.Subject).HasMaxLength(200);
    }
}

internal sealed class SqliteIdentityDb(DbContextOptions<SqliteIdentityDb> options) : IdentityDb(options);

internal sealed class MySqlIdentityDb(DbContextOptions<MySqlIdentityDb> options) : IdentityDb(options);

internal sealed class SqliteIdentityDbFactory : IDesignTimeDbContextFactory<SqliteIdentityDb>
{
    public SqliteIdentityDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteIdentityDb>().UseSqlite("Data Source=design.db").Options);
}

internal sealed class MySqlIdentityDbFactory : IDesignTimeDbContextFactory<MySqlIdentityDb>
{
    public MySqlIdentityDb CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<MySqlIdentityDb>().UseMySql("Server=design", ServerVersion.Parse("10.11.0-mariadb")).Options);
}
