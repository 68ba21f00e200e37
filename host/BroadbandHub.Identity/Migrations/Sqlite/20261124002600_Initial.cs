using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BroadbandHub.Identity.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "idn_account_events",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Detail = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    Address = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    UserAgent = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_account_events", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_authenticators",
                columns: table => new
                {
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Secret = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    OnSince = table.Column<long>(type: "INTEGER", nullable: true),
                    LastStep = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_authenticators", x => x.PersonId);
                });

            migrationBuilder.CreateTable(
                name: "idn_broadband_lines",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NumberKey = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Access = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    DownMbps = table.Column<int>(type: "INTEGER", nullable: true),
                    UpMbps = table.Column<int>(type: "INTEGER", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_broadband_lines", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_certificates",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Thumbprint = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Issuer = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Serial = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_certificates", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_client_scopes",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    ConcurrencyToken = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    Description = table.Column<string>(type: "TEXT", nullable: true),
                    Descriptions = table.Column<string>(type: "TEXT", nullable: true),
                    DisplayName = table.Column<string>(type: "TEXT", nullable: true),
                    DisplayNames = table.Column<string>(type: "TEXT", nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Properties = table.Column<string>(type: "TEXT", nullable: true),
                    Resources = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_client_scopes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_clients",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    ApplicationType = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    ClientId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    ClientSecret = table.Column<string>(type: "TEXT", nullable: true),
                    ClientType = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    ConcurrencyToken = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    ConsentType = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    DisplayName = table.Column<string>(type: "TEXT", nullable: true),
                    DisplayNames = table.Column<string>(type: "TEXT", nullable: true),
                    JsonWebKeySet = table.Column<string>(type: "TEXT", nullable: true),
                    Permissions = table.Column<string>(type: "TEXT", nullable: true),
                    PostLogoutRedirectUris = table.Column<string>(type: "TEXT", nullable: true),
                    Properties = table.Column<string>(type: "TEXT", nullable: true),
                    RedirectUris = table.Column<string>(type: "TEXT", nullable: true),
                    Requirements = table.Column<string>(type: "TEXT", nullable: true),
                    Settings = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_clients", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_credentials",
                columns: table => new
                {
                    ClientId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ApplicationKey = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Scopes = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LifeSeconds = table.Column<long>(type: "INTEGER", nullable: true),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_credentials", x => x.ClientId);
                });

            migrationBuilder.CreateTable(
                name: "idn_departments",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ParentId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    HeadId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    CostCentre = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_departments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_enterprise_proposals",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    ContactId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    ProposedBy = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ProposedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Comment = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_enterprise_proposals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_enterprises",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    SearchName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    RegistrationNumber = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    RegistrationKey = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    LegalRepresentative = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    RegisteredAddress = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Industry = table.Column<string>(type: "TEXT", maxLength: 1, nullable: true),
                    Size = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    CreditClass = table.Column<string>(type: "TEXT", maxLength: 1, nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    StateReason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    StateSince = table.Column<long>(type: "INTEGER", nullable: false),
                    ManagerId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    NameKey = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_enterprises", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_grants",
                columns: table => new
                {
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    RequestedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_grants", x => x.Subject);
                });

            migrationBuilder.CreateTable(
                name: "idn_import_drafts",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_import_drafts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_key_rules",
                columns: table => new
                {
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    SetAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_key_rules", x => x.Subject);
                });

            migrationBuilder.CreateTable(
                name: "idn_keys",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_keys", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "idn_log_blocks",
                columns: table => new
                {
                    Book = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    Entries = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SealedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EntriesDigest = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    Seal = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_log_blocks", x => new { x.Book, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "idn_log_checkpoints",
                columns: table => new
                {
                    Book = table.Column<int>(type: "INTEGER", nullable: false),
                    LastNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSeal = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    Entries = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Seal = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_log_checkpoints", x => x.Book);
                });

            migrationBuilder.CreateTable(
                name: "idn_log_entries",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Book = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Refused = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    ActorId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ActorClient = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    ActorEnterprise = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ActorPartner = table.Column<byte[]>(type: "BLOB", nullable: true),
                    SubjectType = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    SubjectId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    PartnerId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ActorName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Address = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    ActorSalt = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    ActorDigest = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    ActorErased = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    SubjectName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Fields = table.Column<string>(type: "TEXT", nullable: true),
                    AboutSalt = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    AboutDigest = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    AboutErased = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    Digest = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    Block = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_log_entries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_log_retention",
                columns: table => new
                {
                    Book = table.Column<int>(type: "INTEGER", nullable: false),
                    Days = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_log_retention", x => x.Book);
                });

            migrationBuilder.CreateTable(
                name: "idn_logout_notices",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ClientId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    SessionId = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    NextAttemptAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    LastAnswer = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_logout_notices", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_manager_changes",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    FromId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ToId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ById = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ByClient = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_manager_changes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_partners",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    SearchName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RegistrationNumber = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    Address = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Website = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    About = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    ContactName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ContactEmail = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ContactPhone = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    StateReason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    StateSince = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    AppliedFrom = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_partners", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_password_requests",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    AddressKey = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    CallerKey = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    Root = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    RequestedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    IsWaiting = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsCounted = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_password_requests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_people",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    FullName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    PartnerId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: true),
                    SuspendedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DepartmentId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    JoinedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    LeavesOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    LeftAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ErasedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    InvitedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    UserName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    NormalizedUserName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    Email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    NormalizedEmail = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    EmailConfirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    PasswordHash = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    SecurityStamp = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    PhoneNumber = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    PhoneNumberConfirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    TwoFactorEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    LockoutEnd = table.Column<long>(type: "INTEGER", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_people", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_person_claims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    UserId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ClaimType = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    ClaimValue = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_person_claims", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_person_logins",
                columns: table => new
                {
                    LoginProvider = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    ProviderKey = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ProviderDisplayName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    UserId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_person_logins", x => new { x.LoginProvider, x.ProviderKey });
                });

            migrationBuilder.CreateTable(
                name: "idn_person_tokens",
                columns: table => new
                {
                    UserId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    LoginProvider = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_person_tokens", x => new { x.UserId, x.LoginProvider, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "idn_recovery_codes",
                columns: table => new
                {
                    Hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_recovery_codes", x => x.Hash);
                });

            migrationBuilder.CreateTable(
                name: "idn_roles",
                columns: table => new
                {
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Audience = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_roles", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "idn_security_keys",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CredentialId = table.Column<byte[]>(type: "BLOB", maxLength: 1023, nullable: false),
                    PublicKey = table.Column<byte[]>(type: "BLOB", maxLength: 2000, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SignCount = table.Column<long>(type: "INTEGER", nullable: false),
                    Transports = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    IsBackupEligible = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsBackedUp = table.Column<bool>(type: "INTEGER", nullable: false),
                    AttestationObject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ClientDataJson = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_security_keys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_sessions",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Address = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    UserAgent = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Methods = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Stamp = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_sessions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_sign_on_applications",
                columns: table => new
                {
                    ApplicationKey = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    RedirectUris = table.Column<string>(type: "TEXT", nullable: false),
                    PostLogoutUris = table.Column<string>(type: "TEXT", nullable: false),
                    BackChannelLogoutUri = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    TicketUrl = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_sign_on_applications", x => x.ApplicationKey);
                });

            migrationBuilder.CreateTable(
                name: "idn_sign_ons",
                columns: table => new
                {
                    AuthorizationId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    SessionId = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ClientId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ApplicationKey = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_sign_ons", x => x.AuthorizationId);
                });

            migrationBuilder.CreateTable(
                name: "idn_tickets",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ApplicationKey = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SessionId = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Methods = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ProvedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Locale = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RedeemedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_tickets", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_used_proofs",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_used_proofs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idn_client_authorizations",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    ApplicationId = table.Column<string>(type: "TEXT", nullable: true),
                    ConcurrencyToken = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    CreationDate = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Properties = table.Column<string>(type: "TEXT", nullable: true),
                    Scopes = table.Column<string>(type: "TEXT", nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Type = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_client_authorizations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_idn_client_authorizations_idn_clients_ApplicationId",
                        column: x => x.ApplicationId,
                        principalTable: "idn_clients",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateTable(
                name: "idn_enterprise_contacts",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    SearchName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    PhoneKey = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    Email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    IsMain = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_enterprise_contacts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_idn_enterprise_contacts_idn_enterprises_EnterpriseId",
                        column: x => x.EnterpriseId,
                        principalTable: "idn_enterprises",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "idn_enterprise_tags",
                columns: table => new
                {
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_enterprise_tags", x => new { x.EnterpriseId, x.Key });
                    table.ForeignKey(
                        name: "FK_idn_enterprise_tags_idn_enterprises_EnterpriseId",
                        column: x => x.EnterpriseId,
                        principalTable: "idn_enterprises",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "idn_grant_items",
                columns: table => new
                {
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Item = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_grant_items", x => new { x.Subject, x.Item });
                    table.ForeignKey(
                        name: "FK_idn_grant_items_idn_grants_Subject",
                        column: x => x.Subject,
                        principalTable: "idn_grants",
                        principalColumn: "Subject",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "idn_person_roles",
                columns: table => new
                {
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_person_roles", x => new { x.PersonId, x.Role });
                    table.ForeignKey(
                        name: "FK_idn_person_roles_idn_people_PersonId",
                        column: x => x.PersonId,
                        principalTable: "idn_people",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "idn_role_permissions",
                columns: table => new
                {
                    RoleKey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Permission = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_role_permissions", x => new { x.RoleKey, x.Permission });
                    table.ForeignKey(
                        name: "FK_idn_role_permissions_idn_roles_RoleKey",
                        column: x => x.RoleKey,
                        principalTable: "idn_roles",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "idn_client_tokens",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    ApplicationId = table.Column<string>(type: "TEXT", nullable: true),
                    AuthorizationId = table.Column<string>(type: "TEXT", nullable: true),
                    ConcurrencyToken = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    CreationDate = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ExpirationDate = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Payload = table.Column<string>(type: "TEXT", nullable: true),
                    Properties = table.Column<string>(type: "TEXT", nullable: true),
                    RedemptionDate = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ReferenceId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Type = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idn_client_tokens", x => x.Id);
                    table.ForeignKey(
                        name: "FK_idn_client_tokens_idn_client_authorizations_AuthorizationId",
                        column: x => x.AuthorizationId,
                        principalTable: "idn_client_authorizations",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_idn_client_tokens_idn_clients_ApplicationId",
                        column: x => x.ApplicationId,
                        principalTable: "idn_clients",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateIndex(
                name: "IX_idn_account_events_At",
                table: "idn_account_events",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_idn_account_events_PersonId_At",
                table: "idn_account_events",
                columns: new[] { "PersonId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_broadband_lines_EnterpriseId",
                table: "idn_broadband_lines",
                column: "EnterpriseId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_broadband_lines_NumberKey",
                table: "idn_broadband_lines",
                column: "NumberKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idn_certificates_PersonId",
                table: "idn_certificates",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_certificates_Thumbprint",
                table: "idn_certificates",
                column: "Thumbprint",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idn_client_authorizations_ApplicationId_Status_Subject_Type",
                table: "idn_client_authorizations",
                columns: new[] { "ApplicationId", "Status", "Subject", "Type" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_client_scopes_Name",
                table: "idn_client_scopes",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idn_client_tokens_ApplicationId_Status_Subject_Type",
                table: "idn_client_tokens",
                columns: new[] { "ApplicationId", "Status", "Subject", "Type" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_client_tokens_AuthorizationId",
                table: "idn_client_tokens",
                column: "AuthorizationId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_client_tokens_ReferenceId",
                table: "idn_client_tokens",
                column: "ReferenceId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idn_clients_ClientId",
                table: "idn_clients",
                column: "ClientId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idn_credentials_ApplicationKey",
                table: "idn_credentials",
                column: "ApplicationKey");

            migrationBuilder.CreateIndex(
                name: "IX_idn_departments_EnterpriseId",
                table: "idn_departments",
                column: "EnterpriseId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_departments_HeadId",
                table: "idn_departments",
                column: "HeadId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_enterprise_contacts_EnterpriseId",
                table: "idn_enterprise_contacts",
                column: "EnterpriseId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_enterprise_contacts_PhoneKey",
                table: "idn_enterprise_contacts",
                column: "PhoneKey");

            migrationBuilder.CreateIndex(
                name: "IX_idn_enterprise_proposals_EnterpriseId",
                table: "idn_enterprise_proposals",
                column: "EnterpriseId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_enterprise_tags_Key",
                table: "idn_enterprise_tags",
                column: "Key");

            migrationBuilder.CreateIndex(
                name: "IX_idn_enterprises_ManagerId",
                table: "idn_enterprises",
                column: "ManagerId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_enterprises_NameKey",
                table: "idn_enterprises",
                column: "NameKey");

            migrationBuilder.CreateIndex(
                name: "IX_idn_enterprises_Number",
                table: "idn_enterprises",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idn_enterprises_RegistrationKey",
                table: "idn_enterprises",
                column: "RegistrationKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idn_enterprises_SearchName",
                table: "idn_enterprises",
                column: "SearchName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idn_import_drafts_CreatedAt",
                table: "idn_import_drafts",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_idn_log_entries_ActorId_Id",
                table: "idn_log_entries",
                columns: new[] { "ActorId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_log_entries_Book_Block_Id",
                table: "idn_log_entries",
                columns: new[] { "Book", "Block", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_log_entries_Book_Id",
                table: "idn_log_entries",
                columns: new[] { "Book", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_log_entries_EnterpriseId_Id",
                table: "idn_log_entries",
                columns: new[] { "EnterpriseId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_log_entries_PartnerId_Id",
                table: "idn_log_entries",
                columns: new[] { "PartnerId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_log_entries_PersonId_Id",
                table: "idn_log_entries",
                columns: new[] { "PersonId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_log_entries_SubjectId_Id",
                table: "idn_log_entries",
                columns: new[] { "SubjectId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_logout_notices_NextAttemptAt",
                table: "idn_logout_notices",
                column: "NextAttemptAt");

            migrationBuilder.CreateIndex(
                name: "IX_idn_manager_changes_EnterpriseId",
                table: "idn_manager_changes",
                column: "EnterpriseId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_partners_SearchName",
                table: "idn_partners",
                column: "SearchName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idn_partners_State",
                table: "idn_partners",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_idn_password_requests_AddressKey_RequestedAt",
                table: "idn_password_requests",
                columns: new[] { "AddressKey", "RequestedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_password_requests_CallerKey_RequestedAt",
                table: "idn_password_requests",
                columns: new[] { "CallerKey", "RequestedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_password_requests_IsWaiting_RequestedAt",
                table: "idn_password_requests",
                columns: new[] { "IsWaiting", "RequestedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_idn_people_DepartmentId",
                table: "idn_people",
                column: "DepartmentId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_people_EnterpriseId",
                table: "idn_people",
                column: "EnterpriseId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_people_LeavesOn",
                table: "idn_people",
                column: "LeavesOn");

            migrationBuilder.CreateIndex(
                name: "IX_idn_people_NormalizedEmail",
                table: "idn_people",
                column: "NormalizedEmail",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idn_people_NormalizedUserName",
                table: "idn_people",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idn_people_PartnerId",
                table: "idn_people",
                column: "PartnerId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_person_claims_UserId",
                table: "idn_person_claims",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_recovery_codes_PersonId",
                table: "idn_recovery_codes",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_security_keys_CredentialId",
                table: "idn_security_keys",
                column: "CredentialId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idn_security_keys_PersonId",
                table: "idn_security_keys",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_sessions_LastSeenAt",
                table: "idn_sessions",
                column: "LastSeenAt");

            migrationBuilder.CreateIndex(
                name: "IX_idn_sessions_PersonId",
                table: "idn_sessions",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_sign_ons_PersonId",
                table: "idn_sign_ons",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_sign_ons_SessionId",
                table: "idn_sign_ons",
                column: "SessionId");

            migrationBuilder.CreateIndex(
                name: "IX_idn_sign_ons_StartedAt",
                table: "idn_sign_ons",
                column: "StartedAt");

            migrationBuilder.CreateIndex(
                name: "IX_idn_tickets_ExpiresAt",
                table: "idn_tickets",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_idn_used_proofs_UsedAt",
                table: "idn_used_proofs",
                column: "UsedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "idn_account_events");

            migrationBuilder.DropTable(
                name: "idn_authenticators");

            migrationBuilder.DropTable(
                name: "idn_broadband_lines");

            migrationBuilder.DropTable(
                name: "idn_certificates");

            migrationBuilder.DropTable(
                name: "idn_client_scopes");

            migrationBuilder.DropTable(
                name: "idn_client_tokens");

            migrationBuilder.DropTable(
                name: "idn_credentials");

            migrationBuilder.DropTable(
                name: "idn_departments");

            migrationBuilder.DropTable(
                name: "idn_enterprise_contacts");

            migrationBuilder.DropTable(
                name: "idn_enterprise_proposals");

            migrationBuilder.DropTable(
                name: "idn_enterprise_tags");

            migrationBuilder.DropTable(
                name: "idn_grant_items");

            migrationBuilder.DropTable(
                name: "idn_import_drafts");

            migrationBuilder.DropTable(
                name: "idn_key_rules");

            migrationBuilder.DropTable(
                name: "idn_keys");

            migrationBuilder.DropTable(
                name: "idn_log_blocks");

            migrationBuilder.DropTable(
                name: "idn_log_checkpoints");

            migrationBuilder.DropTable(
                name: "idn_log_entries");

            migrationBuilder.DropTable(
                name: "idn_log_retention");

            migrationBuilder.DropTable(
                name: "idn_logout_notices");

            migrationBuilder.DropTable(
                name: "idn_manager_changes");

            migrationBuilder.DropTable(
                name: "idn_partners");

            migrationBuilder.DropTable(
                name: "idn_password_requests");

            migrationBuilder.DropTable(
                name: "idn_person_claims");

            migrationBuilder.DropTable(
                name: "idn_person_logins");

            migrationBuilder.DropTable(
                name: "idn_person_roles");

            migrationBuilder.DropTable(
                name: "idn_person_tokens");

            migrationBuilder.DropTable(
                name: "idn_recovery_codes");

            migrationBuilder.DropTable(
                name: "idn_role_permissions");

            migrationBuilder.DropTable(
                name: "idn_security_keys");

            migrationBuilder.DropTable(
                name: "idn_sessions");

            migrationBuilder.DropTable(
                name: "idn_sign_on_applications");

            migrationBuilder.DropTable(
                name: "idn_sign_ons");

            migrationBuilder.DropTable(
                name: "idn_tickets");

            migrationBuilder.DropTable(
                name: "idn_used_proofs");

            migrationBuilder.DropTable(
                name: "idn_client_authorizations");

            migrationBuilder.DropTable(
                name: "idn_enterprises");

            migrationBuilder.DropTable(
                name: "idn_grants");

            migrationBuilder.DropTable(
                name: "idn_people");

            migrationBuilder.DropTable(
                name: "idn_roles");

            migrationBuilder.DropTable(
                name: "idn_clients");
        }
    }
}
