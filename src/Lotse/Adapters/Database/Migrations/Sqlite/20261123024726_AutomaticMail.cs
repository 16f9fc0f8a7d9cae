using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AutomaticMail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "acknowledgement_english",
                table: "communities",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "acknowledgement_german",
                table: "communities",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "acknowledges",
                table: "communities",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "automatic_mails",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    ticket_id = table.Column<long>(type: "INTEGER", nullable: false),
                    address_key = table.Column<long>(type: "INTEGER", nullable: false),
                    subject_key = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_automatic_mails", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "contact_phones",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    contact_id = table.Column<long>(type: "INTEGER", nullable: false),
                    community_id = table.Column<long>(type: "INTEGER", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    message_id = table.Column<long>(type: "INTEGER", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_phones", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_automatic_mails_address_key_at_subject_key",
                table: "automatic_mails",
                columns: new[] { "address_key", "at", "subject_key" });

            migrationBuilder.CreateIndex(
                name: "ix_automatic_mails_at",
                table: "automatic_mails",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_contact_phones_contact_id_number",
                table: "contact_phones",
                columns: new[] { "contact_id", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "automatic_mails");

            migrationBuilder.DropTable(
                name: "contact_phones");

            migrationBuilder.DropColumn(
                name: "acknowledgement_english",
                table: "communities");

            migrationBuilder.DropColumn(
                name: "acknowledgement_german",
                table: "communities");

            migrationBuilder.DropColumn(
                name: "acknowledges",
                table: "communities");
        }
    }
}
